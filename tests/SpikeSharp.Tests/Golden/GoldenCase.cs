using System.Text.Json;
using SpikeSharp.Graph.Safetensors;

namespace SpikeSharp.Testing;

/// <summary>A golden case: its parameters and tolerance from the index, its tensors from its file. An absent case skips its test, saying so.</summary>
public sealed class GoldenCase : IDisposable
{
    private readonly SafetensorsFile? file;

    private GoldenCase(string folder, JsonElement entry)
    {
        Folder = folder;
        Entry = entry;
        var path = Path.Combine(folder, entry.GetProperty("file").GetString()!);
        Skip.IfNot(File.Exists(path), $"absent: {path}");
        file = path.EndsWith(".safetensors", StringComparison.Ordinal) ? SafetensorsFile.Open(path) : null;
    }

    public string Folder { get; }
    public JsonElement Entry { get; }
    public JsonElement Params => Entry.GetProperty("params");
    public JsonElement Tolerance => Entry.GetProperty("tolerance");
    public double Abs => Tolerance.TryGetProperty("abs", out var abs) ? abs.GetDouble() : 0;
    public double Rel => Tolerance.TryGetProperty("rel", out var rel) ? rel.GetDouble() : 0;
    public SafetensorsFile Tensors => file ?? throw new InvalidOperationException($"{Entry.GetProperty("file")} holds no tensors");

    /// <summary>The case "area/id", such as "spikeyolo/ilif_T1_D4".</summary>
    public static GoldenCase Open(string area, string id)
    {
        var folder = Path.Combine(TestData.Golden, area);
        var index = Path.Combine(folder, "index.json");
        Skip.IfNot(File.Exists(index), $"absent: {index}");
        using var document = JsonDocument.Parse(File.ReadAllText(index));
        var entry = document.RootElement.GetProperty("cases").EnumerateArray().FirstOrDefault(c => c.GetProperty("id").GetString() == id);
        Skip.If(entry.ValueKind == JsonValueKind.Undefined, $"absent: {area}/{id} in {index}");
        return new GoldenCase(folder, entry.Clone());
    }

    public bool Has(string name) => Tensors.Tensors.ContainsKey(name);
    public IEnumerable<string> Names(string prefix) => Tensors.Tensors.Keys.Where(n => n.StartsWith(prefix, StringComparison.Ordinal));
    public long[] Shape(string name) => Tensors.Tensors[name].Shape;
    public double[] Doubles(string name) => Tensors.Doubles(name);
    public float[] Floats(string name) => Tensors.Floats(name);
    public int Int(string parameter) => Params.GetProperty(parameter).GetInt32();

    /// <summary>Every number within abs + rel · |expected|; the message tells the worst.</summary>
    public void Compare(string name, ReadOnlySpan<float> got) => Compare(name, got, Abs, Rel);

    public void Compare(string name, ReadOnlySpan<float> got, double abs, double rel = 0)
    {
        var values = new double[got.Length];
        for (var i = 0; i < values.Length; i++) values[i] = got[i];
        Near(name, Doubles(name), values, abs, rel);
    }

    public static void Near(string name, ReadOnlySpan<double> expected, ReadOnlySpan<double> got, double abs, double rel)
    {
        Assert.True(expected.Length == got.Length, $"{name}: {got.Length} numbers, not {expected.Length}");
        var (worst, at) = (0.0, -1);
        for (var i = 0; i < got.Length; i++)
        {
            var excess = Math.Abs(got[i] - expected[i]) - (abs + rel * Math.Abs(expected[i]));
            if (excess > worst || double.IsNaN(got[i])) (worst, at) = (double.IsNaN(got[i]) ? double.MaxValue : excess, i);
        }
        Assert.True(at < 0, $"{name}[{at}]: got {(at < 0 ? 0 : got[at]):R}, expected {(at < 0 ? 0 : expected[at]):R} (abs {abs}, rel {rel})");
    }

    public void Dispose() => file?.Dispose();
}
