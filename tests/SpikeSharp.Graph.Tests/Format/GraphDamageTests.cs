using System.Text;
using System.Text.Json.Nodes;
using SpikeSharp.Graph.Format;
using SpikeSharp.Graph.Safetensors;
using SpikeSharp.Graph.Tests.Safetensors;

namespace SpikeSharp.Graph.Tests.Format;

/// <summary>Damaged and hostile graph files: a GraphException, a SafetensorsException, or a graph within the rules; nothing else.</summary>
public sealed class GraphDamageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("version 2, this program reads 1", "\"version\":1", "\"version\":2")]
    [InlineData("format is 'other'", "\"format\":\"spikesharp-graph\"", "\"format\":\"other\"")]
    [InlineData("'format' is missing", "\"format\"", "\"fromat\"")]
    [InlineData("'timeSteps' is String", "\"timeSteps\":2", "\"timeSteps\":\"2\"")]
    [InlineData("'timeSteps' is no whole number", "\"timeSteps\":2", "\"timeSteps\":2.5")]
    [InlineData("'timeSteps' is no whole number", "\"timeSteps\":2", "\"timeSteps\":99999999999")]
    [InlineData("1000000 time steps", "\"timeSteps\":2", "\"timeSteps\":1000000")]
    [InlineData("pixels", "\"imageSize\":8", "\"imageSize\":-8")]
    [InlineData("node 'model.1': operation 'conv9' is unknown", "\"op\":\"convolution\"", "\"op\":\"conv9\"")]
    [InlineData("node 'model.1': 'colour' is not known", "\"stride\":2", "\"stride\":2,\"colour\":1")]
    [InlineData("not valid JSON", "\"stride\":2", "\"stride\":2,\"stride\":2")]
    [InlineData("node 'model.1': 'stride' is missing", "\"stride\":2,", "")]
    [InlineData("node 'model.1': stride is -2", "\"stride\":2", "\"stride\":-2")]
    [InlineData("node 'model.1': 'bias' is neither", "\"bias\":false", "\"bias\":0")]
    [InlineData("node 'model.1': the file has no tensor 'model.1.bias'", "\"bias\":false", "\"bias\":true")]
    [InlineData("tensor 'model.2.conv.bias' belongs to no node", "\"bias\":true", "\"bias\":false")]
    [InlineData("node 'model.9': the file has no tensor 'model.9.weight'", "\"name\":\"model.1\"", "\"name\":\"model.9\"")]
    [InlineData("node 'model.1': input 'nobody' is missing", "\"inputs\":[\"image\"]", "\"inputs\":[\"nobody\"]")]
    [InlineData("node 'model.1': input 'model.2' is missing", "\"inputs\":[\"image\"]", "\"inputs\":[\"model.2\"]")]
    [InlineData("node 'model.2.lif': equation 'alif' is unknown", "\"equation\":\"ilif\"", "\"equation\":\"alif\"")]
    [InlineData("node 'model.2.lif': maxSpikes is 1000", "\"maxSpikes\":4", "\"maxSpikes\":1000")]
    [InlineData("'nilif' is unknown, wanted ilif, lif, relu or burst", "\"equation\":\"ilif\"", "\"equation\":\"nilif\"")]
    [InlineData("'model.2.lif': threshold is 0.5, wanted 1", "\"threshold\":1", "\"threshold\":0.5")]
    [InlineData("'model.2.lif': 'slope' is not known here", "\"threshold\":1", "\"threshold\":1,\"slope\":0.5")]
    [InlineData("node 'model.2.lif': 'decay' is no finite", "\"decay\":0.25", "\"decay\":1e99")]
    [InlineData(
        "node 'mean': the name is used twice",
        "],\"outputs\"",
        ",{\"name\":\"mean\",\"op\":\"timemean\",\"inputs\":[\"image\"]}],\"outputs\""
    )]
    [InlineData("node 'model.1': the name is used twice", "\"name\":\"model.3.conv\"", "\"name\":\"model.1\"")]
    [InlineData("'classNames' holds Number", "\"classNames\":[", "\"classNames\":[1,")]
    [InlineData("not valid Unicode", "\"classNames\":[", "\"classNames\":[\"\\ud800\",")]
    [InlineData("not valid JSON", "\"metadata\":{", "\"metadata\":{\"\\ud800\":\"\",")]
    [InlineData("'metadata' holds Number", "\"metadata\":{", "\"metadata\":{\"n\":1,")]
    [InlineData("found Number where an object", "\"nodes\":[", "\"nodes\":[1,")]
    [InlineData("'strides' holds something", "\"strides\":[", "\"strides\":[true,")]
    [InlineData("a stride of 0", "\"strides\":[8", "\"strides\":[0")]
    [InlineData("wants a value that no node gives", "\"value\":\"mean\"", "\"value\":\"median\"")]
    [InlineData("not valid JSON", "\"nodes\":[", "\"nodes\":[[[[[[[[[[[[[[[[[[[[[[")]
    [InlineData("not valid JSON", "{\"format\"", "{{\"format\"")]
    public void Each_broken_rule_has_its_sentence(string sentence, string from, string to)
    {
        var json = GraphJson.Write(Graphs.Small());
        Assert.Contains(from, json);
        var at = json.IndexOf(from, StringComparison.Ordinal);
        Write(json[..at] + to + json[(at + from.Length)..], Tensors());
        var e = Assert.Throws<GraphException>(() => GraphFile.Load(_folder["x"]));
        Assert.Contains(sentence, e.Message);
        Assert.StartsWith(_folder["x"], e.Message);
    }

    [Fact]
    public void Weights_missing_extra_ill_shaped_of_other_type_or_not_finite_are_refused_by_name()
    {
        var json = GraphJson.Write(Graphs.Small());
        Refused("no tensor 'model.1.weight'", [.. Tensors().Where(t => t.Name != "model.1.weight")]);
        Refused("'stray' belongs to no node", [.. Tensors(), Tensor("stray", 1)]);
        Refused("node 'model.1'", Changed("model.1.weight", 4, 3, 9));
        Refused("node 'model.1': the input has 3 channels", Changed("model.1.weight", 4, 9, 3, 1));
        Refused("node 'model.2.conv': the bias", Changed("model.2.conv.bias", 2, 2));
        Refused("empty", Changed("model.1.weight", 0, 3, 3, 3));
        Refused(
            "wanted F32",
            [.. Tensors().Where(t => t.Name != "model.2.conv.bias"), TensorSource.Of<double>("model.2.conv.bias", new double[4], 4)]
        );
        var bad = new float[4];
        bad[2] = float.NaN;
        Refused(
            "not finite at position 2",
            [.. Tensors().Where(t => t.Name != "model.2.conv.bias"), TensorSource.Of<float>("model.2.conv.bias", bad, 4)]
        );

        void Refused(string sentence, TensorSource[] tensors)
        {
            Write(json, tensors);
            Assert.Contains(sentence, Assert.Throws<GraphException>(() => GraphFile.Load(_folder["x"])).Message);
        }

        TensorSource[] Changed(string name, params long[] shape) => [.. Tensors().Where(t => t.Name != name), Tensor(name, shape)];
    }

    [Fact]
    public void Twenty_thousand_random_changes_of_the_graph_text_surface_as_GraphException_only()
    {
        var json = GraphJson.Write(Graphs.Small());
        string[] tokens =
        [
            "-1",
            "0",
            "1e400",
            "null",
            "true",
            "{}",
            "[]",
            "\"\"",
            "2147483648",
            "\"model.1\"",
            "\"add\"",
            "\"concat\"",
            ",",
            "]",
            "}",
            "\\",
            "\u0001",
        ];
        using var file = Open();
        var random = new Random(20);
        var refused = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var text = new StringBuilder(json);
            for (var change = random.Next(3); change >= 0; change--)
            {
                int at = random.Next(text.Length),
                    length = Math.Min(random.Next(12), text.Length - at);
                switch (random.Next(4))
                {
                    case 0:
                        text[at] = (char)random.Next(32, 127);
                        break;
                    case 1:
                        text.Remove(at, length);
                        break;
                    case 2:
                        text.Insert(at, tokens[random.Next(tokens.Length)]);
                        break;
                    default:
                        text.Insert(random.Next(text.Length), text.ToString(at, length));
                        break;
                }
            }
            try
            {
                GraphFile.Read(file, text.ToString());
            }
            catch (GraphException)
            {
                refused++;
            }
        }
        Assert.InRange(refused, 10_000, 20_000);
    }

    [Fact]
    public void Random_changes_of_well_formed_graphs_surface_as_GraphException_only()
    {
        using var file = Open();
        var json = GraphJson.Write(Graphs.Small());
        var random = new Random(21);
        var refused = 0;
        for (var i = 0; i < 2_000; i++)
        {
            var root = JsonNode.Parse(json)!.AsObject();
            var nodes = root["nodes"]!.AsArray();
            var (a, b) = (nodes[random.Next(nodes.Count)]!.AsObject(), nodes[random.Next(nodes.Count)]!.AsObject());
            switch (random.Next(4))
            {
                case 0:
                    a["inputs"] = b["inputs"]!.DeepClone();
                    break;
                case 1:
                    a["op"] = b["op"]!.DeepClone();
                    break;
                case 2:
                    nodes.Remove(a);
                    break;
                default:
                    var (key, _) = a.ElementAt(random.Next(a.Count));
                    a[key] = random.Next(3) switch
                    {
                        0 => JsonValue.Create(random.Next(-2, 70)),
                        1 => JsonValue.Create(int.MaxValue),
                        _ => b["name"]!.DeepClone(),
                    };
                    break;
            }
            try
            {
                GraphFile.Read(file, root.ToJsonString());
            }
            catch (GraphException)
            {
                refused++;
            }
        }
        Assert.InRange(refused, 1_000, 2_000);
    }

    [Fact]
    public void Two_thousand_damaged_files_surface_as_the_two_documented_exceptions_only()
    {
        GraphFile.Save(Graphs.Small(), _folder["good"]);
        var good = File.ReadAllBytes(_folder["good"]);
        var random = new Random(22);
        var refused = 0;
        for (var i = 0; i < 2_000; i++)
        {
            var bytes = (byte[])good.Clone();
            switch (random.Next(4))
            {
                case 0:
                    bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes = bytes[..random.Next(bytes.Length)];
                    break;
                default:
                    random.NextBytes(bytes.AsSpan(random.Next(bytes.Length - 8), 8));
                    break;
            }
            File.WriteAllBytes(_folder["x"], bytes);
            try
            {
                GraphFile.Load(_folder["x"]);
            }
            catch (Exception e) when (e is GraphException or SafetensorsException)
            {
                refused++;
            }
        }
        // The checksum sees every change, so only the changes that change nothing pass.
        Assert.InRange(refused, 1_990, 2_000);
    }

    private static TensorSource Tensor(string name, params long[] shape) =>
        TensorSource.Of<float>(name, new float[shape.Aggregate(1L, (a, b) => a * b)], shape);

    private static TensorSource[] Tensors() =>
        [.. Graphs.Small().Weights.Select(w => Tensor(w.Name, [.. w.Tensor.Shape.Select(size => (long)size)]))];

    private void Write(string json, TensorSource[] tensors) =>
        SafetensorsWriter.Write(_folder["x"], tensors, new Dictionary<string, string> { [GraphFile.Key] = json });

    private SafetensorsFile Open()
    {
        GraphFile.Save(Graphs.Small(), _folder["good"]);
        return SafetensorsFile.Open(_folder["good"]);
    }
}
