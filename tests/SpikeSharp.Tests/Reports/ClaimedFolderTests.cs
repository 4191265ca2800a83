using SpikeSharp.Reports;
using SpikeSharp.Tests.Training;

namespace SpikeSharp.Tests.Reports;

public sealed class ClaimedFolderTests
{
    [Fact]
    public void Runs_begun_at_once_get_folders_of_their_own()
    {
        using var root = new RunFolder();
        var claims = new ClaimedFolder[8];
        Parallel.For(0, claims.Length, i => claims[i] = ClaimedFolder.Next(root["runs"], "train"));
        Assert.Equal(claims.Length, claims.Select(claim => claim.Folder).Distinct().Count());
        Assert.Contains(root["runs/train"], claims.Select(claim => claim.Folder));
        foreach (var claim in claims)
            claim.Dispose();
    }

    [Fact]
    public void A_folder_in_use_is_refused_and_free_again_afterwards()
    {
        using var root = new RunFolder();
        using (ClaimedFolder.Of(root["a"]))
        {
            Assert.Contains("in use", Assert.Throws<IOException>(() => ClaimedFolder.Of(root["a"])).Message);
            Assert.Throws<IOException>(() => ClaimedFolder.Next(root.Root, "a", existOk: true));
        }
        using var again = ClaimedFolder.Of(root["a"]);
    }

    [Fact]
    public void A_claim_left_by_a_killed_process_means_nothing()
    {
        using var root = new RunFolder();
        Directory.CreateDirectory(root["a"]);
        File.WriteAllText(Path.Combine(root["a"], ClaimedFolder.LockName), "");
        ClaimedFolder.Of(root["a"]).Dispose();
        Assert.True(Directory.Exists(root["a"]));
    }

    [Fact]
    public void Folders_in_which_nothing_was_written_go_again_and_others_stay()
    {
        using var root = new RunFolder();
        ClaimedFolder.Next(root["runs/detect"], "train").Dispose();
        Assert.False(Directory.Exists(root["runs"]));
        using (var claim = ClaimedFolder.Next(root["runs/detect"], "train"))
            File.WriteAllText(Path.Combine(claim.Folder, "args.yaml"), "");
        Assert.Equal([Path.Combine(root["runs/detect/train"], "args.yaml")], Directory.GetFileSystemEntries(root["runs/detect/train"]));
    }
}
