using SpikeSharp.Reports;
using SpikeSharp.Tests.Training;

namespace SpikeSharp.Tests.Reports;

public sealed class RunFoldersTests
{
    [Fact]
    public void A_taken_name_gets_the_first_free_number_from_2()
    {
        using var folder = new RunFolder();
        var project = folder["runs/detect"];
        Assert.Equal(Path.Combine(project, "train"), RunFolders.Next(project, "train"));
        Assert.False(Directory.Exists(project));
        Directory.CreateDirectory(Path.Combine(project, "train"));
        Assert.Equal(Path.Combine(project, "train2"), RunFolders.Next(project, "train"));
        Directory.CreateDirectory(Path.Combine(project, "train3"));
        File.WriteAllText(Path.Combine(project, "train2"), "a file takes the name as well");
        Assert.Equal(Path.Combine(project, "train4"), RunFolders.Next(project, "train"));
        Assert.Equal(Path.Combine(project, "val"), RunFolders.Next(project, "val"));
    }

    [Fact]
    public void With_existOk_a_taken_name_is_taken_again()
    {
        using var folder = new RunFolder();
        Directory.CreateDirectory(folder["train"]);
        Assert.Equal(folder["train"], RunFolders.Next(folder.Root, "train", existOk: true));
    }
}
