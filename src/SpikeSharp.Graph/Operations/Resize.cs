using System.Text.Json;

namespace SpikeSharp.Graph.Operations;

/// <summary>Another size of the image, by one of ONNX's rules. Whole factors of nearest neighbours are <see cref="Upsample"/>'s.</summary>
/// <param name="Mode">How values between pixels are found.</param>
/// <param name="Height">Rows of the output, 1…16384; not looked at where <see cref="ScaleHeight"/> is given.</param>
/// <param name="Width">Columns of the output; not looked at where <see cref="ScaleWidth"/> is given.</param>
/// <param name="Coordinates">Where in the input a pixel of the output lies.</param>
public sealed record Resize(ResizeKind Mode, int Height, int Width, ResizeCoordinates Coordinates) : Operation
{
    internal const string Word = "resize";

    private const float MostScale = 1024;

    /// <summary>Which pixel is the nearest.</summary>
    public ResizeRounding Rounding { get; init; } = ResizeRounding.Floor;

    /// <summary>Coefficient of the cubic.</summary>
    public float CubicCoefficient { get; init; } = -0.75f;

    /// <summary>
    /// Factor by which the height grows, up to 1024, so that the output follows the image's size; 0 where the size is given.
    /// </summary>
    public float ScaleHeight { get; init; }

    /// <summary>Factor by which the width grows, as <see cref="ScaleHeight"/>.</summary>
    public float ScaleWidth { get; init; }

    /// <inheritdoc/>
    public override string Kind => Word;

    internal override bool KeepsSpikes => Mode == ResizeKind.Nearest;

    // Two or four neighbours on each axis.
    internal override SynapticWork[] Work(ReadOnlySpan<ValueShape> inputs, ValueShape output) =>
        KeepsSpikes ? [] : [new(null, (Mode == ResizeKind.Cubic ? 16 : 4) * output.Count)];

    internal override string? RealWork => KeepsSpikes ? null : "mixes neighbouring real numbers";

    internal override ValueShape Infer(ShapeContext context, ReadOnlySpan<ValueShape> inputs)
    {
        context.RequireFinite("cubic coefficient", CubicCoefficient);
        return inputs[0] with
        {
            Height = Side(context, "height", Height, ScaleHeight, inputs[0].Height),
            Width = Side(context, "width", Width, ScaleWidth, inputs[0].Width),
        };
    }

    private static int Side(ShapeContext context, string name, int size, float scale, int input)
    {
        if (!(scale is >= 0 and <= MostScale))
            throw context.Error($"the scale of the {name} is {scale}, wanted up to {MostScale}");
        if (scale > 0)
            size = context.Side(name, (long)(input * scale));
        context.Require(name, size, 1, GraphShapes.MaxSide);
        context.Require($"{name} of the input", input, 1, GraphShapes.MaxSide);
        return size;
    }

    internal override ValueTensor Evaluate(in EvaluationContext context, ReadOnlySpan<ValueTensor> inputs)
    {
        var (from, to) = (inputs[0].Shape, context.Shape);
        var rows = new ResizeAxis(this, from.Height, to.Height, ScaleHeight);
        var columns = new ResizeAxis(this, from.Width, to.Width, ScaleWidth);
        if (Mode == ResizeKind.Nearest)
            return inputs[0]
                .Moved(to, Places.Of(to, (c, y, x) => (c * from.Height + rows.Pixels(y)[0]) * from.Width + columns.Pixels(x)[0]));
        return inputs[0]
            .MapSteps(to, (source, target) =>
            {
                for (var c = 0; c < to.Channels; c++)
                    Interpolate(
                        source.Slice(c * from.Plane, from.Plane),
                        from.Width,
                        target.Slice(c * to.Plane, to.Plane),
                        to,
                        rows,
                        columns
                    );
            });
    }

    private static void Interpolate(
        ReadOnlySpan<double> source,
        int width,
        Span<double> target,
        ValueShape to,
        ResizeAxis rows,
        ResizeAxis columns
    )
    {
        for (var y = 0; y < to.Height; y++)
        {
            for (var x = 0; x < to.Width; x++)
            {
                double sum = 0;
                for (var i = 0; i < rows.Taps; i++)
                {
                    var row = source.Slice(rows.Pixels(y)[i] * width, width);
                    double along = 0;
                    for (var j = 0; j < columns.Taps; j++)
                        along += columns.Weights(x)[j] * row[columns.Pixels(x)[j]];
                    sum += rows.Weights(y)[i] * along;
                }
                target[y * to.Width + x] = sum;
            }
        }
    }

    internal override void Write(Utf8JsonWriter json)
    {
        json.WriteString("mode", OperationFields.Word(Mode));
        json.WriteNumber("height", Height);
        json.WriteNumber("width", Width);
        json.WriteString("coordinates", OperationFields.Word(Coordinates));
        json.WriteString("rounding", OperationFields.Word(Rounding));
        json.WriteNumber("cubicCoefficient", CubicCoefficient);
        json.WriteNumber("scaleHeight", ScaleHeight);
        json.WriteNumber("scaleWidth", ScaleWidth);
    }

    internal static Operation Read(OperationFields fields) =>
        new Resize(
            fields.Choice<ResizeKind>("mode"),
            fields.Integer("height"),
            fields.Integer("width"),
            fields.Choice<ResizeCoordinates>("coordinates")
        )
        {
            Rounding = fields.Choice<ResizeRounding>("rounding"),
            CubicCoefficient = fields.Real("cubicCoefficient"),
            ScaleHeight = fields.Real("scaleHeight"),
            ScaleWidth = fields.Real("scaleWidth"),
        };
}
