using System.Buffers.Binary;
using System.Text.Json;
using SpikeSharp.Testing;

namespace SpikeSharp.Imaging.Tests;

/// <summary>A golden case: its parameters from the index, its pictures from the case's file. An absent case skips the test.</summary>
internal sealed class GoldenCase
{
    private readonly byte[] file;
    private readonly JsonElement header;
    private readonly int data;

    public GoldenCase(string id)
    {
        var folder = Path.Combine(TestData.Golden, "spikeyolo");
        var index = Path.Combine(folder, "index.json");
        Skip.IfNot(File.Exists(index), $"golden case {id} is absent: there is no {index}");
        var found = JsonDocument.Parse(File.ReadAllBytes(index)).RootElement.GetProperty("cases").EnumerateArray()
            .FirstOrDefault(entry => entry.GetProperty("id").GetString() == id);
        Skip.If(found.ValueKind == JsonValueKind.Undefined, $"golden case {id} is absent from {index}");

        Parameters = found.GetProperty("params");
        file = File.ReadAllBytes(Path.Combine(folder, found.GetProperty("file").GetString()!));
        data = 8 + (int)BinaryPrimitives.ReadInt64LittleEndian(file);
        header = JsonDocument.Parse(file.AsMemory(8, data - 8)).RootElement;
    }

    public JsonElement Parameters { get; }

    public double[] Numbers(string parameter) =>
        Parameters.GetProperty(parameter).EnumerateArray().Select(number => number.GetDouble()).ToArray();

    /// <summary>A [H, W, 3] tensor of bytes, its channels in the order of the file.</summary>
    public Image Image(string tensor)
    {
        var entry = header.GetProperty(tensor);
        Assert.Equal("U8", entry.GetProperty("dtype").GetString());
        var shape = entry.GetProperty("shape").EnumerateArray().Select(side => side.GetInt32()).ToArray();
        var offsets = entry.GetProperty("data_offsets").EnumerateArray().Select(offset => data + offset.GetInt32()).ToArray();
        return new(shape[1], shape[0], file[offsets[0]..offsets[1]]);
    }

    /// <summary>The same for a tensor with blue first.</summary>
    public Image ImageFromBgr(string tensor)
    {
        var image = Image(tensor);
        for (var i = 0; i < image.Pixels.Length; i += 3)
            (image.Pixels[i], image.Pixels[i + 2]) = (image.Pixels[i + 2], image.Pixels[i]);
        return image;
    }
}
