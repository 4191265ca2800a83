using SpikeSharp.Graph.Safetensors;

namespace SpikeSharp.Cli.Forwarding;

/// <summary>The tensor `image` of a file: [N, 3, H, W], RGB, 0…1, sides multiples of 32, every number finite.</summary>
internal sealed record ImageBatch(int Count, int Height, int Width, float[] Values)
{
    private const string Name = "image";

    /// <summary>Reads the file.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="SafetensorsException">It is damaged, or has no tensor of that name.</exception>
    /// <exception cref="InvalidDataException">The tensor is not as it must be.</exception>
    public static ImageBatch Read(string path)
    {
        using var file = SafetensorsFile.Open(path);
        if (!file.Tensors.TryGetValue(Name, out var info))
            throw new InvalidDataException($"{path}: there is no tensor '{Name}', only {(file.Tensors.Count > 0 ? string.Join(", ", file.Tensors.Keys.Take(5)) : "an empty list")}");
        if (info.Shape is not [> 0 and var count, 3, > 0 and var height, > 0 and var width] || height % 32 != 0 || width % 32 != 0 || info.Elements > Array.MaxLength)
            throw new InvalidDataException($"{path}: '{Name}' is {info}, wanted floats [N, 3, H, W] with H and W multiples of 32");
        var values = file.Floats(Name);
        var bad = Array.FindIndex(values, value => !float.IsFinite(value));
        return bad < 0
            ? new ImageBatch((int)count, (int)height, (int)width, values)
            : throw new InvalidDataException($"{path}: '{Name}' holds NaN or infinity, first at position {bad}");
    }

    /// <summary>The numbers of one image, [3, H, W].</summary>
    public float[] Image(int index) => Values.AsSpan(index * (Values.Length / Count), Values.Length / Count).ToArray();
}
