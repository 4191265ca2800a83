using SpikeSharp.Onnx.Export;
using SpikeSharp.Testing;
using static SpikeSharp.Onnx.Export.OnnxMessages;

namespace SpikeSharp.Onnx.Tests.Import;

/// <summary>Damaged and hostile ONNX files: an OnnxException, or a graph within the rules; nothing else, and soon.</summary>
public sealed class OnnxHostileTests : IDisposable
{
    private readonly OnnxFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Ten_thousand_random_changes_surface_as_OnnxException_only()
    {
        byte[][] seeds =
        [
            .. (
                (string[])
                    [
                        "conv_groups_dilated",
                        "channel_shuffle",
                        "dynamic_resize",
                        "yolov8_detect_one_level",
                        "split_18",
                        "pad_reflect",
                        "gemm_turned",
                        "max_pool_ceil",
                    ]
            ).Select(name => File.ReadAllBytes(Path.Combine(TestData.Repository, "tests", "SpikeSharp.Onnx.Tests", "Zoo", name + ".onnx"))),
        ];
        var random = new Random(30);
        var refused = 0;
        long before = GC.GetTotalAllocatedBytes(precise: true),
            largest = 0;
        for (var i = 0; i < 10_000; i++)
        {
            var bytes = Changed(seeds[i % seeds.Length], seeds[random.Next(seeds.Length)], random);
            var start = ThreadTime.Milliseconds;
            try
            {
                _folder.Load(bytes);
            }
            catch (OnnxException)
            {
                refused++;
            }
            Assert.True(ThreadTime.Milliseconds - start < 2000, $"change {i} took {ThreadTime.Milliseconds - start} ms");
            var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
            (before, largest) = (before + allocated, Math.Max(largest, allocated));
        }
        Assert.InRange(refused, 2_000, 9_999);
        // A bound on what a change can make it allocate: the budget of constants, and what a graph of such nodes may hold.
        Assert.InRange(largest, 0, 256L << 20);
    }

    /// <summary>Text on which a pattern that starts anew at every character would be busy for hours.</summary>
    [Theory]
    [InlineData("1")]
    [InlineData("\\'")]
    public async Task Names_that_keep_a_pattern_busy_are_none_and_soon(string repeated)
    {
        var text = string.Concat(Enumerable.Repeat(repeated, (1 << 22) / repeated.Length));
        var file = new OnnxWriter { Metadata = { ["names"] = text } }
            .Input("x", 1, 3, 4, 4)
            .Node("Relu", "x", "y")
            .Output("y")
            .ToBytes();
        var graph = await Task.Run(() => _folder.Load(file)).WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Empty(graph.Info.ClassNames);
    }

    private static byte[] Changed(byte[] seed, byte[] other, Random random)
    {
        var bytes = (byte[])seed.Clone();
        for (var change = random.Next(3); change >= 0; change--)
        {
            if (bytes.Length < 16)
                break;
            var at = random.Next(bytes.Length);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes = bytes[..at];
                    break;
                case 3:
                    bytes[at] = (byte)(bytes[at] + random.Next(-3, 4));
                    break; // a length or a number, mostly
                case 4:
                    bytes = [.. bytes[..at], .. other.AsSpan(random.Next(other.Length))];
                    break;
                default:
                    bytes = [.. bytes[..at], .. bytes.AsSpan(random.Next(bytes.Length))];
                    break;
            }
        }
        return bytes;
    }

    [Fact]
    public void Every_beginning_of_a_file_is_refused_or_within_the_rules()
    {
        var bytes = Small().ToBytes();
        for (var length = 0; length < bytes.Length; length++)
        {
            try
            {
                _folder.Load(bytes[..length]);
            }
            catch (OnnxException) { }
        }
    }

    [Fact]
    public void A_cycle_is_one_sentence()
    {
        var e = _folder.Refused(
            new OnnxWriter().Input("x", 1, 1, 2, 2).Node("Add", ["x", "b"], ["a"]).Node("Relu", "a", "b").Output("b").ToBytes(),
            "form a cycle through node"
        );
        Assert.Single(e.Problems);
    }

    [Fact]
    public void What_nothing_gives_or_two_nodes_give_is_named()
    {
        _folder.Refused(
            new OnnxWriter().Input("x", 1, 1, 2, 2).Node("Add", ["x", "ghost"], ["a"]).Output("a").ToBytes(),
            "node 'a' wants tensor 'ghost', which nothing gives"
        );
        _folder.Refused(new OnnxWriter().Input("x", 1, 1, 2, 2).Output("ghost").ToBytes(), "an output of the graph wants tensor 'ghost'");
        _folder.Refused(
            new OnnxWriter().Input("x", 1, 1, 2, 2).Node("Relu", "x", "a").Node("Abs", "x", "a").Output("a").ToBytes(),
            "'a' is given twice"
        );
        _folder.Refused(
            new OnnxWriter().Input("x", 1, 1, 2, 2).Output("x").Floats("w", [1], 1).Floats("w", [1], 1).ToBytes(),
            "'w' is given twice"
        );
    }

    [Fact]
    public void Nodes_in_any_order_are_sorted_and_a_hundred_thousand_in_a_row_do_not_overflow_the_stack()
    {
        var graph = _folder.Load(
            new OnnxWriter().Input("x", 1, 1, 2, 2).Node("Relu", "a", "y").Node("Abs", "x", "a").Output("y").ToBytes()
        );
        Assert.Equal(["x", "a", "y"], graph.Nodes.Select(node => node.Name));
        var chain = new OnnxWriter().Input("n0", 1, 1, 2, 2).Output("n50000");
        for (var i = 50_000; i > 0; i--)
            chain.Node("Identity", $"n{i - 1}", $"n{i}");
        Assert.Single(_folder.Load(chain.ToBytes()).Nodes);
    }

    [Theory]
    [InlineData(new long[] { 536870912 })]
    [InlineData(new long[] { 65536, 65536, 65536, 65536 })]
    [InlineData(new long[] { -1 })]
    [InlineData(new long[] { long.MaxValue, 2 })]
    [InlineData(new long[] { 3 })]
    public void Weights_that_claim_more_than_the_file_has_are_refused_before_anything_is_allocated(long[] shape)
    {
        var file = new OnnxWriter().Input("x", 1, 1, 2, 2).Node("Add", ["x", "w"], ["y"]).Output("y").Floats("w", shape, 1, 2).ToBytes();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<OnnxException>(() => _folder.Load(file));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 << 20);
    }

    [Fact]
    public void Constants_that_a_graph_computes_from_nothing_are_bounded()
    {
        _folder.Refused(
            new OnnxWriter()
                .Input("x", 1, 1, 2, 2)
                .Integers("s", 16384, 16384)
                .Node("ConstantOfShape", "s", "c")
                .Node("Add", ["x", "c"], ["y"])
                .Output("y")
                .ToBytes(),
            "constants that the graph computes"
        );
        var doubling = new OnnxWriter().Input("x", 1, 1, 2, 2).Integers("c0", 1, 2).Node("Add", ["x", "c40"], ["y"]).Output("y");
        for (var i = 1; i <= 40; i++)
            doubling.Node("Concat", [$"c{i - 1}", $"c{i - 1}"], [$"c{i}"], Attribute("axis", 0));
        _folder.Refused(doubling.ToBytes(), "is not imported");
    }

    [Fact]
    public void Messages_inside_messages_are_read_no_deeper_than_the_schema()
    {
        // A graph in an attribute of a node in a graph in an attribute…: 10,000 deep.
        var graph = new ProtobufMessage().Text(2, "deep");
        for (var i = 0; i < 10_000; i++)
            graph = new ProtobufMessage().Message(
                1,
                new ProtobufMessage().Text(2, "y").Text(4, "If").Message(5, new ProtobufMessage().Text(1, "then_branch").Message(6, graph))
            );
        var model = new ProtobufMessage()
            .Message(7, graph.Message(11, Value("x", [1, 1, 2, 2])).Message(12, Value("y", [])))
            .Message(8, new ProtobufMessage().Integer(2, 13));
        _folder.Refused(OnnxWriter.ToBytes(model), "(If) is not imported");
        _folder.Refused([.. Enumerable.Repeat((byte)0x0b, 100_000)], "no protobuf message");
    }

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("../secret.bin")]
    [InlineData("a/../../secret.bin")]
    [InlineData("..\\secret.bin")]
    [InlineData("C:\\secret.bin")]
    [InlineData("./weights.bin")]
    public void External_data_outside_the_folder_are_not_read(string location) =>
        _folder.Refused(External(location), "is not inside the model's folder");

    [Fact]
    public void External_data_are_read_from_the_folder_but_not_through_links_nor_beyond_their_end()
    {
        File.WriteAllBytes(_folder["weights.bin"], [.. new byte[4], .. BitConverter.GetBytes(2f), .. BitConverter.GetBytes(3f)]);
        var graph = _folder.Load(External("weights.bin", offset: "4"));
        Assert.Equal(
            [2, 3],
            graph.Weights.First(weight => weight.Name.EndsWith("scale", StringComparison.Ordinal)).Tensor.Values.ToArray()
        );

        File.CreateSymbolicLink(_folder["link.bin"], _folder["weights.bin"]);
        Directory.CreateSymbolicLink(_folder["here"], _folder["."]);
        _folder.Refused(External("link.bin"), "leads through a link");
        _folder.Refused(External("here/weights.bin"), "leads through a link");
        _folder.Refused(External("absent.bin"), "where there is no file");
        _folder.Refused(External("weights.bin", offset: "8"), "has 12");
        _folder.Refused(External("weights.bin", offset: "-4"), "is no number");
        _folder.Refused(External("weights.bin", offset: "9223372036854775807"), "has 12");
        _folder.Refused(External("weights.bin", length: "4"), "have 4");
        _folder.Refused(External(""), "without a location");
    }

    private static byte[] External(string location, string? offset = null, string? length = null)
    {
        var tensor = new ProtobufMessage()
            .Integer(1, 2)
            .Integer(2, FloatType)
            .Text(8, "w")
            .Message(13, Entry("location", location))
            .Integer(14, 1);
        if (offset is not null)
            tensor.Message(13, Entry("offset", offset));
        if (length is not null)
            tensor.Message(13, Entry("length", length));
        return new OnnxWriter().Input("x", 1, 2).Node("Mul", ["x", "w"], ["y"]).Output("y").Tensor(tensor).ToBytes();

        static ProtobufMessage Entry(string key, string value) => new ProtobufMessage().Text(1, key).Text(2, value);
    }

    private static OnnxWriter Small() =>
        new OnnxWriter()
            .Input("x", 1, 2, 6, 6)
            .Floats("w", [3, 2, 3, 3], new float[54])
            .Floats("g", [3], 1, 2, 3)
            .Node("Conv", ["x", "w"], ["a"], Attribute("pads", [1, 1, 1, 1]))
            .Node("BatchNormalization", ["a", "g", "g", "g", "g"], ["b"])
            .Node("Relu", "b", "c")
            .Node("MaxPool", "c", "d", Attribute("kernel_shape", [2, 2]), Attribute("strides", [2, 2]))
            .Node("Flatten", "d", "y")
            .Output("y");
}
