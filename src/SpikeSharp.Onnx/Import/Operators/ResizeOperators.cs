using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Onnx.Import.Operators;

/// <summary>Resize, and Upsample as it was called until opset 9.</summary>
internal static class ResizeOperators
{
    private const int MostFactor = 64;

    public static void Resize(NodeImport node)
    {
        var value = node.Value(0);
        var rank = value.Shape.Length;
        if (rank is not (3 or 4) || value.Shape[0] != 1)
            throw new NodeException($"its input has shape {OnnxShape.Text(value.Shape)}, and only images are resized");
        Refuse(node);
        var (scales, sizes) = Sizes(node, value.Shape);
        int[] shape = [.. value.Shape];
        for (var axis = 2; axis < rank; axis++)
            shape[axis] = sizes?[axis] ?? Scaled(value.Shape[axis], scales![axis]);
        var layout = Layout.Of(shape);
        var (height, width) = (rank == 4 ? scales?[2] ?? 0 : 1, scales?[^1] ?? 0);
        var resize = Operation(node, layout, height, width);
        if (WholeFactor(resize, value.Layout, layout, scales is null) is { } factor)
            node.Chain().Then(new Upsample(factor), layout).Give(0, shape);
        else
            node.Chain().Then(resize, layout).Give(0, shape);
    }

    private static Resize Operation(NodeImport node, Layout layout, float height, float width)
    {
        // Opset 10 and before had one rule.
        var old = node.Opset < 11;
        var mode = node.Text("mode", "nearest") switch
        {
            "nearest" => ResizeKind.Nearest,
            "linear" or "bilinear" => ResizeKind.Linear,
            "cubic" => ResizeKind.Cubic,
            var other => throw new NodeException($"mode is '{other}'"),
        };
        var coordinates = node.Text("coordinate_transformation_mode", old ? "asymmetric" : "half_pixel") switch
        {
            "half_pixel" => ResizeCoordinates.HalfPixel,
            "pytorch_half_pixel" => ResizeCoordinates.PytorchHalfPixel,
            "align_corners" => ResizeCoordinates.AlignCorners,
            "asymmetric" => ResizeCoordinates.Asymmetric,
            var other => throw new NodeException($"coordinate_transformation_mode '{other}' is not read"),
        };
        var rounding = node.Text("nearest_mode", old ? "floor" : "round_prefer_floor") switch
        {
            "floor" => ResizeRounding.Floor,
            "ceil" => ResizeRounding.Ceil,
            "round_prefer_floor" => ResizeRounding.RoundPreferFloor,
            "round_prefer_ceil" => ResizeRounding.RoundPreferCeil,
            var other => throw new NodeException($"nearest_mode is '{other}'"),
        };
        return new Resize(mode, layout.Height, layout.Width, coordinates)
        {
            Rounding = rounding,
            CubicCoefficient = node.Real("cubic_coeff_a", -0.75f),
            ScaleHeight = height,
            ScaleWidth = width,
        };
    }

    private static void Refuse(NodeImport node)
    {
        if (node.Integer("antialias", 0) != 0)
            throw new NodeException("antialias is not read");
        if (node.Integer("exclude_outside", 0) != 0)
            throw new NodeException("exclude_outside is not read");
        if (node.HasAttribute("axes"))
            throw new NodeException("axes are not read");
        if (node.Text("keep_aspect_ratio_policy", "stretch") != "stretch")
            throw new NodeException("keep_aspect_ratio_policy is not read");
    }

    // Scales or sizes, one an axis; those of batch and channels change nothing.
    private static (float[]? Scales, int[]? Sizes) Sizes(NodeImport node, int[] shape)
    {
        var old = node.Opset < 11;
        var scales = old ? 1 : 2;
        if (node.Has(scales) && node.Fixed(scales) is { Count: > 0 } given)
        {
            var numbers = given.ToReals();
            if (numbers.Length != shape.Length || numbers[0] != 1 || numbers[1] != 1 || numbers.Any(scale => !(scale is > 0 and <= 1024)))
                throw new NodeException($"its scales are {string.Join(", ", numbers.Take(8))}, wanted 1 for batch and channels");
            return (numbers, null);
        }
        if (old && node.HasAttribute("scales") && node.Reals("scales") is { } attribute && attribute.Count == shape.Length)
            return ([.. attribute], null);
        if (old || !node.Has(3))
            throw new NodeException("it has neither scales nor sizes");
        var sizes = node.Fixed(3).ToIntegers();
        if (sizes.Length != shape.Length || sizes[0] != shape[0] || sizes[1] != shape[1] || sizes.Any(size => size is < 1 or > 16384))
            throw new NodeException($"its sizes are {string.Join(", ", sizes.Take(8))} for an input {OnnxShape.Text(shape)}");
        return (null, [.. sizes.Select(size => (int)size)]);
    }

    private static int Scaled(int size, float scale) => (int)Math.Clamp((double)(size * scale), 0, int.MaxValue);

    // Each pixel repeated: what nearest neighbours are for whole factors, by all rules in use.
    private static int? WholeFactor(Resize resize, Layout from, Layout to, bool bySize)
    {
        var factor = to.Height / from.Height;
        if (
            resize.Mode != ResizeKind.Nearest
            || factor is < 1 or > MostFactor
            || to.Height != factor * from.Height
            || to.Width != factor * from.Width
        )
            return null;
        if (!bySize && (resize.ScaleHeight != factor || resize.ScaleWidth != factor))
            return null;
        return (resize.Coordinates, resize.Rounding) switch
        {
            (ResizeCoordinates.Asymmetric, ResizeRounding.Floor) => factor,
            (ResizeCoordinates.HalfPixel, ResizeRounding.RoundPreferFloor or ResizeRounding.RoundPreferCeil) => factor,
            _ => null,
        };
    }
}
