using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using SpikeSharp.Testing;

namespace SpikeSharp.Imaging.Tests;

/// <summary>The tensors of a golden file, read without checks: the files are the tests' own.</summary>
internal sealed class Golden
{
    private readonly byte[] file;
    private readonly JsonElement header;
    private readonly int data;

    public Golden(string name)
    {
        file = File.ReadAllBytes(Path.Combine(TestData.Golden, "spikeyolo", name));
        data = 8 + (int)BinaryPrimitives.ReadInt64LittleEndian(file);
        header = JsonDocument.Parse(file.AsMemory(8, data - 8)).RootElement;
    }

    /// <summary>A [H, W, 3] tensor of bytes. Blue first is as good as red first wherever no colour is named.</summary>
    public Image Image(string name)
    {
        var shape = header.GetProperty(name).GetProperty("shape").EnumerateArray().Select(side => side.GetInt32()).ToArray();
        Assert.Equal("U8", header.GetProperty(name).GetProperty("dtype").GetString());
        return new(shape[1], shape[0], Bytes(name).ToArray());
    }

    /// <summary>The same for a tensor in OpenCV's order, blue first.</summary>
    public Image ImageFromBgr(string name)
    {
        var image = Image(name);
        for (var i = 0; i < image.Pixels.Length; i += 3)
            (image.Pixels[i], image.Pixels[i + 2]) = (image.Pixels[i + 2], image.Pixels[i]);
        return image;
    }

    public ReadOnlySpan<float> Floats(string name) => MemoryMarshal.Cast<byte, float>(Bytes(name));

    public ReadOnlySpan<byte> Bytes(string name)
    {
        var offsets = header.GetProperty(name).GetProperty("data_offsets");
        return file.AsSpan((data + offsets[0].GetInt32())..(data + offsets[1].GetInt32()));
    }

    public static void AssertEqual(Image expected, Image actual, int tolerance)
    {
        Assert.Equal((expected.Width, expected.Height), (actual.Width, actual.Height));
        for (var i = 0; i < expected.Pixels.Length; i++)
            if (Math.Abs(expected.Pixels[i] - actual.Pixels[i]) > tolerance)
                Assert.Fail($"pixel {i / 3 % actual.Width}, {i / 3 / actual.Width}: {actual.Pixels[i]} instead of {expected.Pixels[i]}");
    }
}
