using SpikeSharp.Graph.Safetensors;

namespace SpikeSharp.Cli.Forwarding;

/// <summary>The tensor `image` of a file: [N, C, H, W], every number finite, in the network's range of values.</summary>
internal sealed record ImageBatch(string Path, int Count, int Channels, int Height, int Width, float[] Values)
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
            throw new InvalidDataException(
                $"{path}: there is no tensor '{Name}', only "
                    + $"{(file.Tensors.Count > 0 ? string.Join(", ", file.Tensors.Keys.Take(5)) : "an empty list")}"
            );
        if (
            info.Shape is not [> 0 and var count, > 0 and var channels, > 0 and var height, > 0 and var width]
            || info.Elements > Array.MaxLength
        )
            throw new InvalidDataException(
                $"{path}: '{Name}' is {info}, wanted floats [N, C, H, W], where C are the network's channels, 3 for RGB"
            );
        var values = file.Floats(Name);
        var bad = Array.FindIndex(values, value => !float.IsFinite(value));
        return bad < 0
            ? new ImageBatch(path, (int)count, (int)channels, (int)height, (int)width, values)
            : throw new InvalidDataException($"{path}: '{Name}' holds NaN or infinity, first at position {bad}");
    }

    /// <summary>Refuses what a trained detector cannot take.</summary>
    /// <param name="channels">The network's channels.</param>
    /// <exception cref="InvalidDataException">There are others, or a side is no multiple of 32.</exception>
    public void RequirePictures(int channels)
    {
        if (Channels != channels || Height % 32 != 0 || Width % 32 != 0)
            throw new InvalidDataException(
                $"{Path}: '{Name}' is [{Count}, {Channels}, {Height}, {Width}], wanted floats [N, {channels}, H, W] with H and W "
                    + "multiples of 32"
            );
    }

    /// <summary>The numbers of one image, [C, H, W].</summary>
    public float[] Image(int index) => Values.AsSpan(index * (Values.Length / Count), Values.Length / Count).ToArray();
}
