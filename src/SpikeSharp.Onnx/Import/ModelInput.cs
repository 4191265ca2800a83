using SpikeSharp.Onnx.Import.Reading;

namespace SpikeSharp.Onnx.Import;

/// <summary>
/// The one input of a model: an image [N, C, H, W], or with fewer axes. Images are run one by one, so the batch becomes 1.
/// </summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">Its shape, of a batch of 1.</param>
/// <param name="Batch">The batch that the file is for; 1 where it leaves it open.</param>
internal sealed record ModelInput(string Name, int[] Shape, int Batch)
{
    private const int MostSide = 16384;

    public int Channels => Layout.Of(Shape).Channels;

    public int Height => Layout.Of(Shape).Height;

    public int Width => Layout.Of(Shape).Width;

    /// <summary>Finds it.</summary>
    /// <param name="model">The model.</param>
    /// <param name="initialisers">Names of constants, which older files list among the inputs.</param>
    /// <param name="size">The image's size in pixels, where the model leaves it open.</param>
    public static ModelInput Of(OnnxModel model, IReadOnlySet<string> initialisers, (int? Height, int? Width) size)
    {
        OnnxPort[] inputs = [.. model.Inputs.Where(input => !initialisers.Contains(input.Name))];
        if (inputs is not [var input])
            throw new OnnxException(
                $"it has {inputs.Length} "
                    + $"inputs{(inputs.Length > 0 ? " (" + string.Join(", ", inputs.Take(8).Select(i => i.Name)) + ")" : "")}, wanted one"
            );
        var rank = input.Sizes.Count;
        if (rank is < 2 or > 4)
            throw Error(input, $"has {rank} axes, wanted [N, C, H, W], [N, C, W] or [N, C]");
        if (input.Sizes[0] > MostSide)
            throw Error(input, $"is for batches of {input.Sizes[0]}, at most {MostSide} allowed");
        int[] shape =
        [
            1,
            Side(input, 1, "channels", null),
            .. rank == 4 ? [Side(input, 2, "height", size.Height)] : Array.Empty<int>(),
            .. rank > 2 ? [Side(input, rank - 1, "width", size.Width)] : Array.Empty<int>(),
        ];
        return new ModelInput(input.Name, shape, (int)(input.Sizes[0] ?? 1));
    }

    private static int Side(OnnxPort input, int axis, string name, int? asked)
    {
        if (input.Sizes[axis] is not { } side)
            return asked
                ?? throw Error(input, $"leaves its {name} open{(name == "channels" ? "" : ": say the size of the image (imgsz)")}");
        if (asked is { } wanted && wanted != side)
            throw Error(input, $"has {name} {side}, and {wanted} is asked for");
        return side <= MostSide ? (int)side : throw Error(input, $"has {name} {side}, at most {MostSide} allowed");
    }

    private static OnnxException Error(OnnxPort input, string reason) => new($"its input '{input.Name}' {reason}");
}
