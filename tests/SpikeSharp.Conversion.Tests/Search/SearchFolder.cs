using System.Text.RegularExpressions;
using SpikeSharp.Conversion.Search;

namespace SpikeSharp.Conversion.Tests.Search;

/// <summary>A folder for searches that goes with the test.</summary>
internal sealed partial class SearchFolder : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("spikesharp-search-").FullName;

    public List<string> Notes { get; } = [];
    public string Trials => this["trials.jsonl"];

    public string this[string name] => Path.Combine(_root, name);

    /// <summary>The lines of the trials without what differs from run to run.</summary>
    public string[] Lines => Array.ConvertAll(File.ReadAllText(Trials).Split('\n'), line => Seconds().Replace(line, "\"seconds\":0"));

    public NormalisationSearch Search(SearchOptions? options = null, bool resume = false, Action<NormalisationSearch>? ended = null) =>
        new(_root, options ?? new SearchOptions(), resume, Notes.Add, ended);

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [GeneratedRegex("\"seconds\":[^,]*")]
    private static partial Regex Seconds();
}
