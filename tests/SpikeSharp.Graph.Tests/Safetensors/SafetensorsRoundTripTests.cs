using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using SpikeSharp.Graph.Safetensors;
using SpikeSharp.Testing;

namespace SpikeSharp.Graph.Tests.Safetensors;

public sealed class SafetensorsRoundTripTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Random_tensors_of_every_type_come_back_byte_for_byte()
    {
        var random = new Random(1);
        for (var trial = 0; trial < 100; trial++)
        {
            var tensors = new Dictionary<string, (DType Type, long[] Shape, byte[] Bytes)>();
            for (var i = random.Next(6); i >= 0; i--)
            {
                var type = (DType)random.Next((int)DType.U64 + 1);
                var shape = Enumerable.Range(0, random.Next(5)).Select(_ => (long)random.Next(5)).ToArray();
                var bytes = new byte[shape.Aggregate(1L, (a, b) => a * b) * type.Size()];
                random.NextBytes(bytes);
                tensors[$"näme \"{i}\"\n"] = (type, shape, bytes);
            }
            var metadata = new Dictionary<string, string> { ["trial"] = $"{trial}", ["ключ"] = "\\ \u0001 \"" };
            var path = _folder["random.safetensors"];
            var sources = tensors.Select(t => new TensorSource(t.Key, t.Value.Type, t.Value.Shape, s => s.Write(t.Value.Bytes)));
            SafetensorsWriter.Write(path, sources, metadata, checksum: trial % 2 == 0);

            using var file = SafetensorsFile.Open(path);
            Assert.Equal(tensors.Keys.Order(), file.Tensors.Keys.Order());
            foreach (var (name, expected) in tensors)
            {
                Assert.Equal(expected.Type, file.Tensors[name].DType);
                Assert.Equal(expected.Shape, file.Tensors[name].Shape);
                Assert.Equal(expected.Bytes, file.Bytes(name));
            }
            Assert.Equal(trial % 2 == 0, file.HasChecksum);
            foreach (var (key, value) in metadata)
                Assert.Equal(value, file.Metadata[key]);
            if (file.HasChecksum)
                file.Verify();
        }
    }

    [Fact]
    public void The_layout_is_the_reference_writers_alignment_falling_then_name()
    {
        var path = _folder["order.safetensors"];
        SafetensorsWriter.Write(
            path,
            [
                TensorSource.Of<byte>("a", new byte[] { 1, 2, 3 }, 3),
                TensorSource.Of<float>("b", new float[] { 1.5f }),
                TensorSource.Of<long>("z", new long[] { -1 }, 1),
                TensorSource.Of<float>("B", Array.Empty<float>(), 4, 0),
            ]
        );
        var bytes = File.ReadAllBytes(path);
        var length = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        Assert.Equal(0, length % 8);
        Assert.Equal(
            """{"z":{"dtype":"I64","shape":[1],"data_offsets":[0,8]},"B":{"dtype":"F32","shape":[4,0],"data_offsets":[8,8]}"""
                + ""","b":{"dtype":"F32","shape":[],"data_offsets":[8,12]},"a":{"dtype":"U8","shape":[3],"data_offsets":[12,15]}}""",
            Encoding.UTF8.GetString(bytes, 8, (int)length).TrimEnd(' ')
        );
        Assert.Equal(8 + length + 15, bytes.Length);
    }

    [Fact]
    public void The_same_content_in_another_order_gives_the_same_bytes()
    {
        TensorSource[] tensors =
        [
            TensorSource.Of<int>("x", new[] { 1, 2 }, 2),
            TensorSource.Of<Half>("y", new[] { (Half)3 }, 1, 1),
            TensorSource.Of<bool>("m", new[] { true }, 1),
        ];
        var metadata = new Dictionary<string, string> { ["k"] = "1", ["l"] = "2" };
        SafetensorsWriter.Write(_folder["a"], tensors, metadata, checksum: true);
        SafetensorsWriter.Write(_folder["b"], tensors.Reverse(), metadata.Reverse().ToDictionary(), checksum: true);
        Assert.Equal(File.ReadAllBytes(_folder["a"]), File.ReadAllBytes(_folder["b"]));
    }

    [Fact]
    public void A_file_without_tensors_is_a_file()
    {
        SafetensorsWriter.Write(_folder["empty"], []);
        using var file = SafetensorsFile.Open(_folder["empty"]);
        Assert.Empty(file.Tensors);
        Assert.Empty(file.Metadata);
        Assert.False(file.HasChecksum);
    }

    [Fact]
    public void Sixteen_bit_floats_widen_exactly_and_doubles_round_to_nearest()
    {
        var halves = new[] { (Half)0.1, Half.Epsilon, Half.MaxValue, Half.NegativeInfinity };
        var doubles = new[] { 0.1, 1 + Math.Pow(2, -24), 1e300 };
        byte[] bfloats = [0xC0, 0x3F, 0x80, 0xFF]; // 1.5 and -inf
        SafetensorsWriter.Write(
            _folder["f"],
            [
                TensorSource.Of<Half>("f16", halves, 4),
                TensorSource.Of<double>("f64", doubles, 3),
                TensorSource.Of<float>("f32", new[] { 0.1f }, 1),
                new TensorSource("bf16", DType.BF16, [2], s => s.Write(bfloats)),
            ]
        );
        using var file = SafetensorsFile.Open(_folder["f"]);
        Assert.Equal(halves.Select(h => (float)h), file.Floats("f16"));
        Assert.Equal(halves.Select(h => (double)h), file.Doubles("f16"));
        Assert.Equal([0.1f, 1f, float.PositiveInfinity], file.Floats("f64"));
        Assert.Equal(doubles, file.Doubles("f64"));
        Assert.Equal([(double)0.1f], file.Doubles("f32"));
        Assert.Equal([1.5f, float.NegativeInfinity], file.Floats("bf16"));
        Assert.Equal([1.5, double.NegativeInfinity], file.Doubles("bf16"));
    }

    [Fact]
    public void Whole_numbers_of_every_width_read_as_int64()
    {
        SafetensorsWriter.Write(
            _folder["i"],
            [
                TensorSource.Of<bool>("BOOL", new[] { true, false }, 2),
                TensorSource.Of<byte>("U8", new byte[] { 255, 0 }, 2),
                TensorSource.Of<sbyte>("I8", new sbyte[] { -128, 127 }, 2),
                TensorSource.Of<short>("I16", new short[] { -32768, 1 }, 2),
                TensorSource.Of<ushort>("U16", new ushort[] { 65535, 1 }, 2),
                TensorSource.Of<int>("I32", new[] { int.MinValue, 1 }, 2),
                TensorSource.Of<uint>("U32", new[] { uint.MaxValue, 1u }, 2),
                TensorSource.Of<long>("I64", new[] { long.MinValue, 1L }, 2),
                TensorSource.Of<ulong>("U64", new[] { (ulong)long.MaxValue, 1UL }, 2),
                TensorSource.Of<ulong>("large", new[] { 1UL << 63 }, 1),
            ]
        );
        using var file = SafetensorsFile.Open(_folder["i"]);
        var first = new Dictionary<string, long[]>
        {
            ["BOOL"] = [1, 0],
            ["U8"] = [255, 0],
            ["I8"] = [-128, 127],
            ["I16"] = [-32768, 1],
            ["U16"] = [65535, 1],
            ["I32"] = [int.MinValue, 1],
            ["U32"] = [uint.MaxValue, 1],
            ["I64"] = [long.MinValue, 1],
            ["U64"] = [long.MaxValue, 1],
        };
        foreach (var (name, values) in first)
        {
            Assert.Equal(name, file.Tensors[name].DType.Name());
            Assert.Equal(values, file.Int64s(name));
        }
        Assert.Equal(SafetensorsRule.WrongType, Assert.Throws<SafetensorsException>(() => file.Int64s("large")).Rule);
    }

    [Fact]
    public void What_is_not_there_or_does_not_fit_is_refused_by_name()
    {
        SafetensorsWriter.Write(
            _folder["w"],
            [TensorSource.Of<float>("f", new[] { 1f, 2f }, 2), TensorSource.Of<int>("i", new[] { 1 }, 1)]
        );
        using var file = SafetensorsFile.Open(_folder["w"]);
        Assert.Equal(SafetensorsRule.MissingTensor, Assert.Throws<SafetensorsException>(() => file.Bytes("g")).Rule);
        Assert.Equal(SafetensorsRule.WrongType, Assert.Throws<SafetensorsException>(() => file.Floats("i")).Rule);
        Assert.Equal(SafetensorsRule.WrongType, Assert.Throws<SafetensorsException>(() => file.Doubles("i")).Rule);
        Assert.Equal(SafetensorsRule.WrongType, Assert.Throws<SafetensorsException>(() => file.Int64s("f")).Rule);
        var wrong = Assert.Throws<SafetensorsException>(() => file.ReadInto("f", new float[3]));
        Assert.Equal(SafetensorsRule.WrongLength, wrong.Rule);
        Assert.Equal(_folder["w"], wrong.File);
        Assert.Contains("'f'", wrong.Message, StringComparison.Ordinal);
        Assert.Throws<NotSupportedException>(() => TensorSource.Of<decimal>("d", new[] { 1m }));
    }

    [Fact]
    public void A_disposed_file_gives_no_memory_away()
    {
        SafetensorsWriter.Write(_folder["d"], [TensorSource.Of<float>("f", new[] { 1f }, 1)], checksum: true);
        var file = SafetensorsFile.Open(_folder["d"]);
        file.Dispose();
        file.Dispose();
        Assert.Throws<ObjectDisposedException>(() => file.Bytes("f"));
        Assert.Throws<ObjectDisposedException>(file.Verify);
    }

    [Fact]
    public void Files_of_the_reference_open_and_their_tensors_are_within_them()
    {
        var folder = Path.Combine(TestData.Repository, "tests", "golden", "spikeyolo");
        var files = Directory.GetFiles(folder, "*.safetensors");
        Assert.NotEmpty(files);
        foreach (var path in files)
        {
            using var file = SafetensorsFile.Open(path);
            var header = BinaryPrimitives.ReadInt64LittleEndian(File.ReadAllBytes(path));
            Assert.Equal(new FileInfo(path).Length, 8 + header + file.Tensors.Values.Sum(t => t.ByteLength));
        }
        using var ap = SafetensorsFile.Open(Path.Combine(folder, "ap.safetensors"));
        Assert.Equal(MemoryMarshal.Cast<byte, double>(ap.Bytes("random/conf").ToArray()), ap.Doubles("random/conf"));
        Assert.True(ap.Metadata.ContainsKey("case"));
    }

    [Fact]
    public void Reading_into_the_callers_memory_allocates_nothing()
    {
        SafetensorsWriter.Write(_folder["n"], [TensorSource.Of<Half>("f", new Half[1000], 1000)]);
        using var file = SafetensorsFile.Open(_folder["n"]);
        var values = new float[1000];
        file.ReadInto("f", values);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10; i++)
            file.ReadInto("f", values);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}
