using System.Text.Json;
using SpikeSharp.Cli.Terminal;

namespace SpikeSharp.Cli.Tests.Terminal;

public sealed class JsonFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("spikesharp-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private sealed record Result(double MeanPrecision, double? Missing, float Loss, string ClassName, int[] Counts);

    [Fact]
    public void Results_are_valid_JSON_in_snake_case_and_replace_the_file()
    {
        var path = Path.Combine(_folder, "result.json");
        File.WriteAllText(path, "old");
        JsonFile.Write(path, new Result(0.5, double.NaN, 1.5f, "Zellkern ü", [1, 2]));
        var root = JsonDocument.Parse(File.ReadAllText(path)).RootElement;
        Assert.Equal(0.5, root.GetProperty("mean_precision").GetDouble());
        Assert.Equal(JsonValueKind.Null, root.GetProperty("missing").ValueKind);
        Assert.Equal("Zellkern ü", root.GetProperty("class_name").GetString());
        Assert.Equal(2, root.GetProperty("counts")[1].GetInt32());
        Assert.Equal([path], Directory.GetFiles(_folder));
    }

    [Fact]
    public void Without_a_file_nothing_is_written()
    {
        JsonFile.Write(null, new Result(0, null, 0, "", []));
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public void A_folder_that_is_not_there_is_made()
    {
        JsonFile.Write(Path.Combine(_folder, "none", "a.json"), 1);
        Assert.Equal("1\n", File.ReadAllText(Path.Combine(_folder, "none", "a.json")));
    }
}
