using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Format;
using SpikeSharp.Graph.Neurons;
using SpikeSharp.Graph.Operations;
using SpikeSharp.Graph.Plans;

namespace SpikeSharp.Engine.Tests;

/// <summary>
/// A graph file taken apart, changed at random, and put together again without its checksum, which would see every change.
/// </summary>
internal sealed class HostileGraph
{
    // What JSON cannot say as a number stands in the tree as text, and loses its quotes when the file is written.
    private const string Bare = "\ue000";

    private static readonly JsonNode[] Numbers =
    [
        .. new[]
        {
            -1L,
            0,
            1,
            2,
            3,
            7,
            8,
            64,
            255,
            256,
            1023,
            1024,
            16384,
            65536,
            int.MaxValue,
            int.MinValue,
            1L << 32,
            long.MaxValue,
        }.Select(n => JsonValue.Create(n)),
        .. new[] { 0.5, -0.25, 1e-40, 1e38, -1e300 }.Select(n => JsonValue.Create(n)),
        .. new[] { "NaN", "1e999", "-Infinity", "00", "9999999999999999999999", "" }.Select(n => JsonValue.Create(Bare + n + Bare)),
        JsonValue.Create("1"),
        JsonValue.Create(true),
        new JsonArray(),
        new JsonObject(),
    ];

    private readonly JsonObject _graph;
    private readonly JsonObject _header;
    private readonly byte[] _data;
    private readonly Random _random;
    private Func<byte[], byte[]> _damage = bytes => bytes;

    /// <param name="file">The bytes of a valid file.</param>
    /// <param name="random">Decides every change.</param>
    internal HostileGraph(byte[] file, Random random)
    {
        var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(file);
        _header = JsonNode.Parse(file.AsSpan(8, length))!.AsObject();
        _graph = JsonNode.Parse((string)_header["__metadata__"]![GraphFile.Key]!)!.AsObject();
        _header.Remove("__metadata__");
        (_data, _random) = (file[(8 + length)..], random);
    }

    private JsonArray Nodes => _graph["nodes"]!.AsArray();

    /// <summary>A converted network: burst neurons of every calibration, pooling over time, borders, T = 4.</summary>
    internal static SpikeGraph Converted()
    {
        var random = new Random(1);
        var g = new GraphBuilder(new GraphInfo("converted", 4, 8));
        var x = g.Convolution("stem", g.Input(3), Weight(4, 3, 3, 3), Weight(4), stride: 2, padding: 1);
        x = g.Add("pool", new MaxPool(3, 1, 1) { OverTime = PoolingOverTime.Lossless }, g.Neuron("plain", x, Burst(new(5), 4)));
        x = g.Concat("join", x, g.Add("pad", new Pad(0, 1, 0, -0), g.Add("slice", new Slice(Axis.Width, 1), x)));
        x = g.Neuron(
            "exact",
            g.Add("dilated", new Convolution(Weight(4, 8, 3, 3), Padding: 2) { Dilation = 2 }, x),
            Burst(new(127, 0.5, SpikeCalibration.Signed), 1)
        );
        x = g.Neuron(
            "corrected",
            g.Convolution("depth", x, Weight(4, 1, 3, 3), padding: 1, groups: 4),
            Burst(new(2, 0, SpikeCalibration.Corrected, 2), 1)
        );
        g.Output("y", g.TimeMean("mean", g.Convolution("last", x, Weight(5, 4, 1, 1), Weight(5))));
        return g.Build();

        Neuron Burst(BurstIfParameters p, int scales) =>
            new BurstIf(p, new WeightTensor([scales], [.. Enumerable.Range(0, scales).Select(_ => 0.1f + random.NextSingle())]));

        WeightTensor Weight(params int[] shape) =>
            new(shape, [.. Enumerable.Range(0, shape.Aggregate(1, (a, b) => a * b)).Select(_ => random.NextSingle() - 0.4f)]);
    }

    /// <summary>A segmenter by queries: attention, samples at offsets, masks, and all that is between.</summary>
    internal static SpikeGraph Queries()
    {
        var random = new Random(1);
        var g = new GraphBuilder(new GraphInfo("queries", 1, 8) { ClassNames = ["a", "b"] });
        var image = g.Input(3);
        var x = g.Convolution(
            "stem",
            g.Add("normalised", new Affine(Weight(3), Weight(3)), image),
            Weight(4, 3, 3, 3),
            Weight(4),
            stride: 2,
            padding: 1
        );
        var spikes = g.Neuron("fires", x, new ILif(4));
        var offsets = g.Add("offset tokens", new ChannelsLast(), g.Convolution("offsets", spikes, Weight(36, 4, 1, 1)));
        var samples = g.Add(
            "samples",
            new DeformableSampling(2, 3, 0.25f),
            g.Convolution("values", spikes, Weight(4, 4, 1, 1)),
            offsets,
            g.Neuron("weights", g.Convolution("mask", spikes, Weight(18, 4, 1, 1)), new ILif(4))
        );
        var level = g.MaxPool("pool", g.Add("sum", x, samples), 2, 2, 0);
        var keys = g.Neuron("keys", g.Add("positioned", level, g.Add("positions", new SinePositions(), level)), new ILif(4));
        var queries = g.Neuron("queries", g.Add("start", new Constant(Weight(4, 1, 3))), new ILif(4));
        queries = g.Neuron(
            "seen",
            g.Add("attention", new AttentionProduct(2, 0.3f), queries, keys, g.Neuron("level fires", level, new ILif(4))),
            new ILif(4)
        );
        var turned = g.Add("turned", new Permute([4, 3], [1, 0], 3, 1, 4), queries);
        queries = g.Neuron(
            "sure",
            g.Add("sigmoid", new Activation(ActivationKind.Sigmoid), g.Add("back", new Permute([3, 4], [1, 0], 4, 1, 3), turned)),
            new ILif(4)
        );
        var masks = g.Add(
            "masks",
            new MaskProduct(0.5f),
            queries,
            g.Add("larger", new ResizeLike(), g.Convolution("feature", g.Neuron("level again", level, new ILif(4)), Weight(4, 4, 1, 1)), x)
        );
        var classes = g.Convolution("classes", queries, Weight(3, 4, 1, 1), Weight(3));
        g.Output("y", g.Add("semantic", new SemanticHead(), g.TimeMean("class mean", classes), g.TimeMean("mask mean", masks), image));
        return g.Build();

        WeightTensor Weight(params int[] shape) =>
            new(shape, [.. Enumerable.Range(0, shape.Aggregate((a, b) => a * b)).Select(_ => random.NextSingle() * 2 - 0.8f)]);
    }

    /// <summary>Every kind of node, a convolution with factors, T = 2, a detection head, and a plan.</summary>
    internal static SpikeGraph Valid()
    {
        var random = new Random(1);
        var g = new GraphBuilder(new GraphInfo("small", 2, 8) { ClassNames = ["a", "b"], Strides = [4] });
        var x = g.Convolution("stem", g.Input(3), Weight(4, 3, 3, 3), Weight(4), stride: 2, padding: 1);
        var fires = g.Neuron("rep.lif", x, new ILif(4));
        x = g.Add(
            "sum",
            x,
            g.Add(
                "rep",
                new Convolution(Weight(4, 4, 3, 3), Weight(4), 1, 1)
                {
                    Factors = [new(Weight(6, 4, 1, 1)), new(Weight(6, 1, 3, 3), null, 1, 1, 6), new(Weight(4, 6, 1, 1), Weight(4))],
                },
                fires
            )
        );
        var pooled = g.MaxPool("pool", g.Neuron("lif", x, new Lif()), 3, 2, 1);
        var joined = g.Concat("cat", g.Upsample("up", pooled, 2), g.Neuron("lif2", x, new ILif(2, 0.5f)));
        x = g.Convolution("last", joined, Weight(10, 8, 1, 1), Weight(10));
        g.Output("y", g.DetectionHead("head", new DetectionHead(2, 2, [4]), g.TimeMean("mean", x)));
        g.Output("raw", x);
        return g.Build()
            .With(
                new GraphPlan(
                    1,
                    8,
                    [
                        new ConvolutionPlan("rep", 0.5, 0.7, [2, 0, 3, 1], UsesFactors: true),
                        new ConvolutionPlan("last", 0.25, 0.5, [7, 6, 5, 4, 3, 2, 1, 0], UsesFactors: true),
                    ]
                )
            );

        WeightTensor Weight(params int[] shape) =>
            new(shape, [.. Enumerable.Range(0, shape.Aggregate((a, b) => a * b)).Select(_ => random.NextSingle() * 2 - 0.8f)]);
    }

    /// <summary>One change; what it was, for whoever must find it again.</summary>
    internal string Change() =>
        _random.Next(15) switch
        {
            0 => Number(_graph),
            1 => Number(_graph["nodes"]!),
            2 => Number(_header),
            14 => Number(_graph["plan"] ?? _graph),
            3 => Names(),
            4 => Inputs(),
            5 => Swap(),
            6 => Factors(),
            7 => Reshape(),
            8 => Tensor(),
            9 => Node(),
            10 => Outputs(),
            11 => Values(),
            12 => Flip(),
            _ => Cut(),
        };

    /// <summary>The bytes of the file.</summary>
    internal byte[] ToBytes()
    {
        var file = (JsonObject)_header.DeepClone();
        file["__metadata__"] = new JsonObject { [GraphFile.Key] = Text(_graph) };
        var header = Encoding.UTF8.GetBytes(Text(file));
        var bytes = new byte[8 + header.Length + _data.Length];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, header.Length);
        header.CopyTo(bytes, 8);
        _data.CopyTo(bytes, 8 + header.Length);
        return _damage(bytes);
    }

    private static string Text(JsonNode node) =>
        node.ToJsonString(Plain).Replace($"\"{Bare}", "", StringComparison.Ordinal).Replace($"{Bare}\"", "", StringComparison.Ordinal);

    private static readonly System.Text.Json.JsonSerializerOptions Plain = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Puts something hostile where a number, or now and then anything else, stands.</summary>
    private string Number(JsonNode root)
    {
        var leaves = Leaves(root)
            .Where(leaf => leaf.GetValueKind() == System.Text.Json.JsonValueKind.Number || _random.Next(8) == 0)
            .ToArray();
        if (leaves.Length == 0)
            return "no number";
        var (old, value) = (Pick(leaves), Pick(Numbers).DeepClone());
        var what = $"{old.GetPath()} = {value.ToJsonString()}";
        old.ReplaceWith(value);
        return what;
    }

    private static IEnumerable<JsonNode> Leaves(JsonNode? node) =>
        node switch
        {
            JsonObject o => o.SelectMany(entry => Leaves(entry.Value)),
            JsonArray a => a.SelectMany(Leaves),
            null => [],
            _ => [node],
        };

    /// <summary>A node takes another's name, one that the engine would make up, or a strange one.</summary>
    private string Names()
    {
        var node = SomeNode();
        string from = $"{node["name"]}",
            to = Pick([
                SomeName(),
                SomeName() + "@0",
                SomeName() + ".factor0",
                SomeName() + ".input",
                "",
                new string('n', 600),
                "ü\"{",
                "image",
            ]);
        if (_random.Next(2) == 0)
            RenameReaders(from, to);
        node["name"] = to;
        return $"{from} named {to}";
    }

    private void RenameReaders(string from, string to)
    {
        foreach (var entry in _header.ToArray())
        {
            if (!entry.Key.StartsWith(from + ".", StringComparison.Ordinal) || _header.ContainsKey(to + entry.Key[from.Length..]))
                continue;
            _header.Remove(entry.Key);
            _header[to + entry.Key[from.Length..]] = entry.Value;
        }
        foreach (
            var leaf in Leaves(Nodes)
                .Concat(Leaves(_graph["outputs"]))
                .Where(leaf => leaf.Parent is JsonArray || leaf.GetPropertyName() == "value")
                .ToArray()
        )
        {
            if (leaf.GetValueKind() == System.Text.Json.JsonValueKind.String && $"{leaf}" == from)
                leaf.ReplaceWith(to);
        }
    }

    /// <summary>Cycles, unknown names, other values, too many or too few of them.</summary>
    private string Inputs()
    {
        var node = SomeNode();
        JsonArray inputs =
        [
            .. Enumerable.Range(0, _random.Next(4)).Select(_ => (JsonNode)(_random.Next(8) == 0 ? "nobody" : Earlier(Nodes.IndexOf(node)))),
        ];
        if (node["inputs"] is JsonArray { Count: > 0 } old && _random.Next(2) == 0)
        {
            inputs = (JsonArray)old.DeepClone();
            inputs[_random.Next(inputs.Count)] = Earlier(Nodes.IndexOf(node));
        }
        node["inputs"] = inputs;
        return $"{node["name"]} reads {inputs.ToJsonString()}";
    }

    private string Swap()
    {
        int a = _random.Next(Nodes.Count),
            b = _random.Next(Nodes.Count);
        (var first, var second) = (Nodes[a]!.DeepClone(), Nodes[b]!.DeepClone());
        (Nodes[a], Nodes[b]) = (second, first);
        return $"nodes {a} and {b} swapped";
    }

    private string Factors()
    {
        if (Nodes.OfType<JsonObject>().FirstOrDefault(node => node["factors"] is JsonArray { Count: > 0 }) is not { } node)
            return "no factors";
        var factors = node["factors"]!.AsArray();
        switch (_random.Next(6))
        {
            case 0:
                factors.RemoveAt(_random.Next(factors.Count));
                break;
            case 1:
                factors.Insert(_random.Next(factors.Count), Pick([.. factors])!.DeepClone());
                break;
            case 2:
                for (var i = 0; i < 20; i++)
                    factors.Add(factors[0]!.DeepClone());
                break;
            case 3:
                if (factors[0] is JsonObject factor)
                    factor["factors"] = factors.DeepClone();
                break;
            case 4:
                node.Remove("factors");
                break;
            default:
                SomeNode()["factors"] = factors.DeepClone();
                break;
        }
        return $"factors: {node["factors"]?.ToJsonString()}";
    }

    /// <summary>Another shape of as many elements, so that the file itself stays valid.</summary>
    private string Reshape()
    {
        var (name, entry) = SomeTensor();
        if (entry["shape"] is not JsonArray shape)
            return "no shape";
        JsonNode[] sizes = [.. shape.Select(size => size!.DeepClone())];
        _random.Shuffle(sizes);
        entry["shape"] = _random.Next(4) == 0 ? new JsonArray([1, .. sizes]) : new JsonArray(sizes);
        return $"{name} is {entry["shape"]!.ToJsonString()}";
    }

    private string Tensor()
    {
        var (name, entry) = SomeTensor();
        _header.Remove(name);
        if (_random.Next(2) == 0)
            return $"{name} removed";
        var other = Pick([SomeName() + ".bias", SomeName() + ".weight", SomeName() + ".factor0.weight", name + "x", ""]);
        _header[other] = entry;
        return $"{name} renamed {other}";
    }

    private string Node()
    {
        var node = SomeNode();
        switch (_random.Next(3))
        {
            case 0:
                Nodes.Remove(node);
                return $"{node["name"]} removed";
            case 1:
                var other = SomeNode();
                foreach (var (key, value) in other.Where(entry => entry.Key is not "name" and not "inputs").ToArray())
                    node[key] = value?.DeepClone();
                return $"{node["name"]} is also {other.ToJsonString()}";
            default:
                var kind = Pick(
                    (JsonObject[])
                        [
                            new() { ["op"] = "add" },
                            new() { ["op"] = "concat" },
                            new() { ["op"] = "timemean" },
                            new() { ["op"] = "input", ["channels"] = 3 },
                            new() { ["op"] = "upsample", ["factor"] = 2 },
                            new()
                            {
                                ["op"] = "maxpool",
                                ["kernel"] = 3,
                                ["stride"] = 1,
                                ["padding"] = 1,
                            },
                            new()
                            {
                                ["op"] = "neuron",
                                ["equation"] = Pick(["ilif", "relu"]),
                                ["maxSpikes"] = 1,
                                ["decay"] = 0.5,
                                ["threshold"] = 1,
                            },
                        ]
                );
                int at = _random.Next(1, Nodes.Count + 1),
                    reads = (string)kind["op"]! switch
                    {
                        "input" => 0,
                        "add" or "concat" => 2,
                        _ => 1,
                    };
                (kind["name"], kind["inputs"]) = (
                    SomeName() + "'",
                    new JsonArray([.. Enumerable.Range(0, reads).Select(_ => (JsonNode)Earlier(at))])
                );
                Nodes.Insert(at, kind);
                _graph["outputs"]!.AsArray().Add(new JsonObject { ["name"] = "new", ["value"] = (string)kind["name"]! });
                return $"new {kind.ToJsonString()}";
        }
    }

    private string Outputs()
    {
        var outputs = _graph["outputs"]!.AsArray();
        if (_random.Next(4) == 0)
            outputs.Clear();
        else
            outputs.Add(new JsonObject { ["name"] = Pick(["z", "y", SomeName()]), ["value"] = SomeName() });
        return $"outputs: {outputs.ToJsonString()}";
    }

    /// <summary>Weights that are no numbers, or as large or small as numbers go.</summary>
    private string Values()
    {
        var value = Pick([float.NaN, float.PositiveInfinity, float.MaxValue, -float.MaxValue, float.Epsilon, 1e30f, 1e-30f, 0]);
        int first = _random.Next(_data.Length / 4),
            count = _random.Next(1, 30);
        for (var i = first; i < Math.Min(first + count, _data.Length / 4); i++)
            BinaryPrimitives.WriteSingleLittleEndian(_data.AsSpan(4 * i), value);
        return $"{count} weights from {first} are {value}";
    }

    private string Flip()
    {
        var (earlier, seed) = (_damage, _random.Next());
        _damage = bytes =>
        {
            bytes = earlier(bytes);
            var random = new Random(seed);
            var header = (int)Math.Min(bytes.Length, 8 + BinaryPrimitives.ReadInt64LittleEndian(bytes) & int.MaxValue);
            for (var i = random.Next(4); i >= 0; i--)
                bytes[random.Next(header)] ^= (byte)(1 << random.Next(8));
            return bytes;
        };
        return $"bits of the header flipped by {seed}";
    }

    private string Cut()
    {
        var (earlier, seed) = (_damage, _random.Next());
        _damage = bytes =>
        {
            bytes = earlier(bytes);
            var random = new Random(seed);
            return random.Next(4) == 0 ? [.. bytes, .. new byte[random.Next(1, 100)]] : bytes[..Math.Max(8, random.Next(bytes.Length))];
        };
        return $"length changed by {seed}";
    }

    private JsonObject SomeNode() => Pick([.. Nodes.OfType<JsonObject>()]);

    private string SomeName() => SomeNode()["name"]?.ToString() ?? "";

    /// <summary>A value that stands before a node, and now and then any.</summary>
    private string Earlier(int node) =>
        node > 0 && _random.Next(8) > 0 ? $"{(Nodes[_random.Next(Math.Min(node, Nodes.Count))] as JsonObject)?["name"]}" : SomeName();

    private (string Name, JsonObject Entry) SomeTensor()
    {
        var (name, entry) = Pick([.. _header.Where(entry => entry.Value is JsonObject)]);
        return (name, (JsonObject)entry!);
    }

    private T Pick<T>(T[] choices) => choices[_random.Next(choices.Length)];
}
