using System.Buffers.Binary;
using SpikeSharp.Graph.Safetensors;

namespace SpikeSharp.Graph.Tests.Safetensors;

/// <summary>Damaged files: whatever happens to the bytes, the answer is a SafetensorsException or a file within the rules.</summary>
public sealed class SafetensorsDamageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_prefix_of_a_file_is_refused()
    {
        var whole = Sample(checksum: false);
        for (var length = 0; length < whole.Length; length++)
        {
            var prefix = whole[..length];
            Assert.False(Opens(prefix), $"a prefix of {length} bytes was accepted");
        }
        Assert.True(Opens(whole));
    }

    [Fact]
    public void With_a_checksum_no_flipped_bit_anywhere_goes_unnoticed()
    {
        var whole = Sample(checksum: true);
        Assert.True(Opens(whole, verify: true));
        for (var bit = 0; bit < whole.Length * 8; bit++)
        {
            whole[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(Opens(whole, verify: true), $"bit {bit} flipped and not noticed");
            whole[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void Without_a_checksum_a_flipped_bit_of_the_header_is_an_error_or_leaves_every_tensor_inside_the_file()
    {
        var whole = Sample(checksum: false);
        var header = 8 + (int)BinaryPrimitives.ReadInt64LittleEndian(whole);
        var refused = 0;
        for (var bit = 0; bit < header * 8; bit++)
        {
            whole[bit / 8] ^= (byte)(1 << (bit % 8));
            if (!Opens(whole))
                refused++;
            whole[bit / 8] ^= (byte)(1 << (bit % 8));
        }
        Assert.InRange(refused, header * 4, header * 8); // the rest changed a name or metadata only
    }

    [Fact]
    public void Ten_thousand_mutations_give_the_one_exception_or_a_readable_file()
    {
        var random = new Random(7);
        byte[][] seeds =
        [
            Sample(checksum: true),
            Sample(checksum: false),
            RawFile.Bytes("{}", 0),
            RawFile.Bytes(
                """{"b":{"dtype":"U8","shape":[1],"data_offsets":[2,3]},"a":{"dtype":"U16","shape":[],"data_offsets":[0,2]}}""",
                3
            ),
        ];
        var accepted = 0;
        for (var i = 0; i < 10_000; i++)
        {
            var bytes = seeds[random.Next(seeds.Length)];
            for (var n = random.Next(1, 4); n > 0; n--)
                bytes = Mutate(bytes, seeds, random);
            if (Opens(bytes))
                accepted++;
        }
        Assert.InRange(accepted, 100, 9_000); // both ways are taken
    }

    private static byte[] Mutate(byte[] from, byte[][] seeds, Random random)
    {
        if (from.Length == 0)
            return [(byte)random.Next(256)];
        var bytes = (byte[])from.Clone();
        var at = random.Next(bytes.Length);
        switch (random.Next(8))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                return bytes;
            case 1:
                bytes[at] = (byte)random.Next(256);
                return bytes;
            case 2:
                bytes[at] = (byte)"{}[]\":,0123456789-eE.\\u "[random.Next(24)];
                return bytes;
            case 3:
                return bytes[..at];
            case 4 when bytes.Length >= 8:
                BinaryPrimitives.WriteUInt64LittleEndian(bytes, (ulong)random.NextInt64() >> random.Next(64));
                return bytes;
            case 5:
                var other = seeds[random.Next(seeds.Length)];
                return [.. bytes[..at], .. other[random.Next(other.Length)..]];
            case 6:
                var end = random.Next(at, bytes.Length);
                return [.. bytes[..end], .. bytes[at..end], .. bytes[end..]];
            default:
                return [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + random.Next(16))..]];
        }
    }

    /// <summary>Anything but a SafetensorsException fails the test; what opens must be readable to the last byte.</summary>
    private bool Opens(byte[] bytes, bool verify = false)
    {
        File.WriteAllBytes(_folder["damaged"], bytes);
        try
        {
            using var file = SafetensorsFile.Open(_folder["damaged"]);
            if (verify)
                file.Verify();
            var read = file.Tensors.Keys.Sum(name => (long)file.Bytes(name).ToArray().Length);
            Assert.Equal(bytes.Length, 8 + BinaryPrimitives.ReadInt64LittleEndian(bytes) + read);
            return true;
        }
        catch (SafetensorsException)
        {
            return false;
        }
    }

    private byte[] Sample(bool checksum)
    {
        SafetensorsWriter.Write(
            _folder["sample"],
            [
                TensorSource.Of<float>("model.0.weight", new[] { 1f, -2f, 3f, 0.5f }, 2, 2),
                TensorSource.Of<byte>("mask", new byte[] { 1, 2, 3 }, 3),
                TensorSource.Of<Half>("ключ", new[] { (Half)1 }),
                TensorSource.Of<long>("empty", Array.Empty<long>(), 0, 7),
            ],
            new Dictionary<string, string> { ["epoch"] = "12", ["name"] = "a \"quoted\" name" },
            checksum
        );
        return File.ReadAllBytes(_folder["sample"]);
    }
}
