using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.RegularExpressions;
using SpikeSharp.Graph.Safetensors;

namespace SpikeSharp.Testing;

/// <summary>
/// A golden case: names, parameters and tolerances from the index, tensors from its file. An absent case skips its test, saying so.
/// </summary>
public sealed partial class GoldenCase : IDisposable
{
    private readonly SafetensorsFile? _tensors;
    private readonly string[] _listed;

    private GoldenCase(string folder, JsonElement entry)
    {
        (Folder, Entry) = (folder, entry);
        _listed = [.. Words("inputs"), .. Words("expected")];
        Skip.IfNot(File.Exists(FilePath), $"absent: {FilePath}");
        _tensors = FilePath.EndsWith(".safetensors", StringComparison.Ordinal) ? SafetensorsFile.Open(FilePath) : null;
    }

    public string Folder { get; }
    public JsonElement Entry { get; }
    public JsonElement Params => Entry.GetProperty("params");
    public string FilePath => Path.Combine(Folder, Entry.GetProperty("file").GetString()!);
    public SafetensorsFile Tensors => _tensors ?? throw new InvalidOperationException($"{FilePath} holds no tensors");

    /// <summary>The case "area/id", such as "spikeyolo/ilif_T1_D4".</summary>
    public static GoldenCase Open(string area, string id) =>
        Find(Path.Combine(TestData.Golden, area), $"{area}/{id}", c => c.GetProperty("id").GetString() == id);

    /// <summary>The case "area/id" of one word.</summary>
    public static GoldenCase Open(string path) =>
        Open(path[..path.IndexOf('/', StringComparison.Ordinal)], path[(path.IndexOf('/', StringComparison.Ordinal) + 1)..]);

    /// <summary>The first case about the file that an input names: "state of" gives that of "state of model_tiny.safetensors".</summary>
    public GoldenCase About(string input)
    {
        var file = Assert.Single(_listed, n => n.StartsWith(input + " ", StringComparison.Ordinal))[(input.Length + 1)..];
        return Find(Folder, $"a case about {file}", c => c.GetProperty("file").GetString() == file);
    }

    /// <summary>The file of a case that is no tensors.</summary>
    public JsonDocument Json() => JsonDocument.Parse(File.ReadAllText(FilePath));

    /// <summary>The names the index lists, or gives each a role: "inputs", "expected".</summary>
    public IEnumerable<string> Words(string list) =>
        Entry.GetProperty(list) is { ValueKind: JsonValueKind.Object } roles
            ? roles.EnumerateObject().Where(role => role.Value.ValueKind == JsonValueKind.String).Select(role => role.Value.GetString()!)
            : Entry.GetProperty(list).EnumerateArray().Select(n => n.GetString()!);

    /// <summary>The tensor that the index gives a role among what is expected.</summary>
    public string Role(string name) => Entry.GetProperty("expected").GetProperty(name).GetString()!;

    public bool Lists(string ending) => _listed.Any(n => EndsWith(n, ending));

    /// <summary>The listed name that ends so: "spikes" is "T1_D4/spikes". A pattern such as "layer&lt;i&gt;" stays one.</summary>
    public string Name(string ending) => Assert.Single(_listed, n => EndsWith(n, ending));

    /// <summary>What comes before the star of a listed name: "grad" gives "T1/grad/" where "T1/grad/*" is listed.</summary>
    public string Under(string folder) => Name(folder + "/*")[..^1];

    /// <summary>
    /// The tensors of a listed series, in order of their numbers: "feat#" gives feat0, feat1…, whether the list names each or says
    /// "feat&lt;i&gt;".
    /// </summary>
    public string[] Series(string pattern)
    {
        var parts = Array.ConvertAll(pattern.Split('#'), Regex.Escape);
        var inList = new Regex($@"^((.*/)?{parts[0]})(\d+|<\w+>){parts[1]}$");
        var start = _listed.Select(n => inList.Match(n)).First(m => m.Success).Groups[1].Value;
        var inFile = new Regex($@"^{Regex.Escape(start)}(\d+){parts[1]}$");
        return
        [
            .. Tensors
                .Tensors.Keys.Select(n => inFile.Match(n))
                .Where(m => m.Success)
                .OrderBy(m => int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture))
                .Select(m => m.Value),
        ];
    }

    public bool Has(string name) => Tensors.Tensors.ContainsKey(name);

    public IEnumerable<string> Names(string prefix) => Tensors.Tensors.Keys.Where(n => n.StartsWith(prefix, StringComparison.Ordinal));

    public int[] Shape(string name) => [.. Tensors.Tensors[name].Shape.Select(size => (int)size)];

    public float[] Floats(string name) => Tensors.Floats(name);

    /// <summary>The numbers of a tensor of any type.</summary>
    public double[] Doubles(string name) =>
        Tensors.Tensors[name].DType is DType.F16 or DType.BF16 or DType.F32 or DType.F64
            ? Tensors.Doubles(name)
            : Array.ConvertAll(Tensors.Int64s(name), n => (double)n);

    public int Int(string parameter) => Params.GetProperty(parameter).GetInt32();

    public double Double(string parameter) => Params.GetProperty(parameter).GetDouble();

    public double OrZero(string parameter) => Params.TryGetProperty(parameter, out var value) ? value.GetDouble() : 0;

    public bool Bool(string parameter) => Params.TryGetProperty(parameter, out var value) && value.GetBoolean();

    public double[] Numbers(string parameter) => [.. Params.GetProperty(parameter).EnumerateArray().Select(n => n.GetDouble())];

    /// <summary>
    /// The tolerance, or a part of it, as it is written: "abs" and "rel"; one number; "exact"; "+-1 level"; "2e-6 * largest gradient norm".
    /// </summary>
    /// <param name="part">The part's name; null for all.</param>
    /// <param name="unit">What the words after a number stand for.</param>
    public (double Abs, double Rel) Within(string? part = null, double unit = 1)
    {
        var tolerance = Entry.GetProperty("tolerance");
        if (part is not null)
            tolerance = tolerance.GetProperty(part);
        return tolerance.ValueKind == JsonValueKind.Object ? (Bound("abs", "atol"), Bound("rel", "rtol")) : (Number(tolerance), 0);

        double Bound(string name, string other) =>
            tolerance.TryGetProperty(name, out var bound) || tolerance.TryGetProperty(other, out bound) ? Number(bound) : 0;

        double Number(JsonElement bound)
        {
            if (bound.ValueKind == JsonValueKind.Number)
                return bound.GetDouble();
            var text = bound.GetString()!;
            if (text.StartsWith("exact", StringComparison.Ordinal))
                return 0;
            var number = FirstNumber().Match(text);
            Assert.True(number.Success, $"the tolerance '{text}' cannot be read");
            return double.Parse(number.Value, CultureInfo.InvariantCulture) * unit;
        }
    }

    /// <summary>
    /// The numbers in the words of a rule, in order, such as 2e-3 and 2e-5 of "|diff| &lt;= 2e-3 * max|expected| + 2e-5 * …".
    /// </summary>
    public double[] Rule(string part) =>
        [
            .. FirstNumber()
                .Matches(Entry.GetProperty("tolerance").GetProperty(part).GetProperty("rule").GetString()!)
                .Select(match => double.Parse(match.Value, CultureInfo.InvariantCulture)),
        ];

    /// <summary>Every number within abs + rel · |expected| of the tolerance, or of a part of it.</summary>
    public void Compare<T>(string name, ReadOnlySpan<T> got, string? part = null)
        where T : INumber<T>
    {
        var values = new double[got.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = double.CreateChecked(got[i]);
        var (abs, rel) = Within(part);
        Near(name, Doubles(name), values, abs, rel);
    }

    /// <summary>Every number within abs + rel · |expected|; the message tells the worst.</summary>
    public static void Near(string name, ReadOnlySpan<double> expected, ReadOnlySpan<double> got, double abs, double rel)
    {
        Assert.True(expected.Length == got.Length, $"{name}: {got.Length} numbers, not {expected.Length}");
        var (worst, at) = (0.0, -1);
        for (var i = 0; i < got.Length; i++)
        {
            if (got[i] == expected[i])
                continue;
            var excess = Math.Abs(got[i] - expected[i]) - (abs + rel * Math.Abs(expected[i]));
            if (!(excess <= worst))
                (worst, at) = (double.IsNaN(excess) ? double.MaxValue : excess, i);
        }
        Assert.True(
            at < 0,
            $"{name}[{at}]: got {(at < 0 ? 0 : got[at]):R}, expected {(at < 0 ? 0 : expected[at]):R} (abs {abs}, rel {rel})"
        );
    }

    public void Dispose() => _tensors?.Dispose();

    private static GoldenCase Find(string folder, string what, Func<JsonElement, bool> wanted)
    {
        var index = Path.Combine(folder, "index.json");
        Skip.IfNot(File.Exists(index), $"absent: {index}");
        using var document = JsonDocument.Parse(File.ReadAllText(index));
        var entry = document.RootElement.GetProperty("cases").EnumerateArray().FirstOrDefault(wanted);
        Skip.If(entry.ValueKind == JsonValueKind.Undefined, $"absent: {what} in {index}");
        return new GoldenCase(folder, entry.Clone());
    }

    private static bool EndsWith(string name, string ending) => name == ending || name.EndsWith("/" + ending, StringComparison.Ordinal);

    [GeneratedRegex(@"\d+(\.\d*)?([eE][-+]?\d+)?")]
    private static partial Regex FirstNumber();
}
