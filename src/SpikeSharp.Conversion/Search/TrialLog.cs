using System.Text.Encodings.Web;
using System.Text.Json;
using SpikeSharp.Graph.Safetensors;

namespace SpikeSharp.Conversion.Search;

/// <summary>
/// <c>trials.jsonl</c>: a line a trial, on the disk before the next trial begins. A search that goes on takes the recorded trials first.
/// </summary>
internal sealed class TrialLog
{
    private const long MaxBytes = 1 << 26;

    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly string _path;
    private readonly List<SearchTrial> _trials = [];
    private int _taken;

    /// <summary>Begins a file, or reads that of a search which goes on.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="resume">Take over what is there.</param>
    /// <param name="note">Told of a last line that was dropped.</param>
    /// <exception cref="SearchFileException">There are trials already, or something else than trials.</exception>
    public TrialLog(string folder, bool resume, Action<string> note)
    {
        _path = Path.Combine(folder, "trials.jsonl");
        var file = new FileInfo(_path);
        if (file is { Exists: true, Length: > MaxBytes })
            throw new SearchFileException(_path, null, $"is larger than {MaxBytes >> 20} MiB");
        if (resume && file.Exists)
            Read(note);
        else if (file is { Exists: true, Length: > 0 })
            throw new SearchFileException(_path, null, "holds the trials of a search already: go on with it, or name another folder");
        else
            AtomicFile.Write(_path, _ => { });
    }

    /// <summary>How many trials the file held.</summary>
    public int Recorded { get; private set; }

    /// <summary>The recorded trial whose turn it is; null when all had theirs.</summary>
    public SearchTrial? Due => _taken < Recorded ? _trials[_taken] : null;

    /// <summary>All trials of this process, recorded and new.</summary>
    public IReadOnlyList<SearchTrial> Trials => _trials[.._taken];

    /// <summary>Takes the recorded trial whose turn it is.</summary>
    public void Take() => _taken++;

    /// <summary>Writes a new trial; on return it is on the disk.</summary>
    public SearchTrial Add(TrialKind kind, SearchPoint point, double objective, double seconds, long seed, double best)
    {
        var trial = new SearchTrial(_trials.Count + 1, kind, point, objective, Math.Round(seconds, 3), seed, best);
        using (var stream = new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.Read))
        {
            stream.Write(Line(trial));
            stream.Flush(flushToDisk: true);
        }
        _trials.Add(trial);
        _taken++;
        return trial;
    }

    /// <summary>The error of a recorded trial that cannot be one of this search.</summary>
    public SearchFileException Wrong(SearchTrial trial, string reason) => new(_path, trial.Number, reason);

    private void Read(Action<string> note)
    {
        var bytes = File.ReadAllBytes(_path);
        for (var (start, line) = (0, 1); start < bytes.Length; line++)
        {
            var length = bytes.AsSpan(start).IndexOf((byte)'\n');
            var text = bytes.AsMemory(start, length < 0 ? bytes.Length - start : length);
            var (trial, fault) = length < 0 ? (null, "it is not complete") : Parse(text, line);
            if (trial is null)
            {
                if (length >= 0 && start + length + 1 < bytes.Length)
                    throw new SearchFileException(_path, line, $"is no trial of a search: {fault}");
                AtomicFile.Write(_path, stream => stream.Write(bytes, 0, start));
                note($"{SearchFileException.Place(_path, line)}: the last line is no trial ({fault}) and was dropped");
                break;
            }
            _trials.Add(trial);
            start += length + 1;
        }
        Recorded = _trials.Count;
    }

    private static byte[] Line(SearchTrial trial)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Relaxed))
        {
            json.WriteStartObject();
            json.WriteNumber("trial", trial.Number);
            json.WriteString("kind", KindText(trial.Kind));
            json.WriteStartObject("values");
            foreach (var (name, value) in trial.Point.Names.Zip(trial.Point.Values))
                json.WriteNumber(name, value);
            json.WriteEndObject();
            json.WriteNumber("objective", trial.Objective);
            json.WriteNumber("seconds", trial.Seconds);
            json.WriteNumber("seed", trial.Seed);
            json.WriteNumber("best", trial.Best);
            json.WriteEndObject();
        }
        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    private static (SearchTrial? Trial, string Fault) Parse(ReadOnlyMemory<byte> line, int number)
    {
        try
        {
            using var document = JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = 4, AllowDuplicateProperties = false });
            var root = document.RootElement;
            var values = root.GetProperty("values").EnumerateObject().Select(value => (value.Name, Value: Finite(value.Value))).ToList();
            var kind = root.GetProperty("kind").GetString();
            var trial = new SearchTrial(
                root.GetProperty("trial").GetInt32(),
                Enum.GetValues<TrialKind>().Single(k => KindText(k) == kind),
                new SearchPoint([.. values.Select(value => value.Name)], [.. values.Select(value => value.Value)]),
                Finite(root.GetProperty("objective")),
                Finite(root.GetProperty("seconds")),
                root.GetProperty("seed").GetInt64(),
                Finite(root.GetProperty("best"))
            );
            return trial.Number == number ? (trial, "") : (null, $"it is trial {trial.Number}, not {number}");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return (null, e is JsonException ? "it is not JSON" : "its fields are not those of a trial");
        }
    }

    private static double Finite(JsonElement number) =>
        number.GetDouble() is var value && double.IsFinite(value) ? value : throw new FormatException();

    private static string KindText(TrialKind kind) => kind.ToString().ToLowerInvariant();
}
