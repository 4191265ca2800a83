using System.Text.Json;

namespace SpikeSharp.Graph.Operations;

/// <summary>The window of a pooling and how it moves; of spec 3.3 of spicalib.md.</summary>
/// <param name="KernelHeight">Rows of taps, 1…16384; 0 in <see cref="Whole"/>.</param>
/// <param name="KernelWidth">Columns of taps, 1…16384; 0 in <see cref="Whole"/>.</param>
/// <param name="StrideHeight">Step downwards, 1…1024.</param>
/// <param name="StrideWidth">Step to the right, 1…1024.</param>
/// <param name="PadTop">Border above, at most half the window, so that every window meets the image.</param>
/// <param name="PadLeft">Border on the left.</param>
/// <param name="PadBottom">Border below.</param>
/// <param name="PadRight">Border on the right.</param>
/// <param name="DilationHeight">Pixels from one row of taps to the next, 1…1024.</param>
/// <param name="DilationWidth">Pixels from one column of taps to the next, 1…1024.</param>
/// <param name="Ceil">Whether a last window that reaches beyond the border counts, provided that it starts before it.</param>
public readonly record struct PoolingWindow(
    int KernelHeight,
    int KernelWidth,
    int StrideHeight,
    int StrideWidth,
    int PadTop,
    int PadLeft,
    int PadBottom,
    int PadRight,
    int DilationHeight = 1,
    int DilationWidth = 1,
    bool Ceil = false
)
{
    /// <summary>A square window with the same border on all sides.</summary>
    public static PoolingWindow Square(int kernel, int stride, int padding) =>
        new(kernel, kernel, stride, stride, padding, padding, padding, padding);

    /// <summary>All of the map, whatever its size: global pooling.</summary>
    public static PoolingWindow Whole { get; } = new(0, 0, 1, 1, 0, 0, 0, 0);

    /// <summary>Whether it is <see cref="Whole"/>.</summary>
    public bool IsWhole => this == Whole;

    /// <summary>Whether kernel, stride and padding say all of it.</summary>
    public bool IsSquare => !IsWhole && this == Square(KernelHeight, StrideHeight, PadTop);

    /// <summary>The output's shape.</summary>
    internal ValueShape Infer(ShapeContext context, ValueShape input) =>
        IsWhole
            ? input with
            {
                Height = 1,
                Width = 1,
            }
            : input with
            {
                Height = Count(context, "height", input.Height, KernelHeight, StrideHeight, PadTop, PadBottom, DilationHeight),
                Width = Count(context, "width", input.Width, KernelWidth, StrideWidth, PadLeft, PadRight, DilationWidth),
            };

    /// <summary>The window on a map of this size.</summary>
    public PoolingWindow On(int height, int width) => IsWhole ? this with { KernelHeight = height, KernelWidth = width } : this;

    private int Count(ShapeContext context, string side, int size, int kernel, int stride, int before, int after, int dilation)
    {
        context.Require("kernel", kernel, 1, GraphShapes.MaxSide);
        context.Require("stride", stride, 1, 1024);
        context.Require("dilation", dilation, 1, 1024);
        var reach = (int)WindowAxis.Reach(kernel, dilation);
        context.Require("padding", before, 0, reach / 2);
        context.Require("padding", after, 0, reach / 2);
        // Taps could step over a smaller image and meet nothing of it.
        if (before > 0 && dilation > size)
            throw context.Error($"its taps stand {dilation} pixels apart, and the image has {side} {size}");
        var rest = (long)size + before + after - reach;
        if (rest < 0)
            return 0;
        var count = (rest + (Ceil ? stride - 1 : 0)) / stride + 1;
        return (int)((count - 1) * stride >= (long)size + before ? count - 1 : count);
    }

    /// <summary>The taps of the window at an output row that lie inside the image.</summary>
    internal (int First, int End) Rows(int y, int height) => WindowAxis.Taps(Top(y), height, KernelHeight, DilationHeight);

    /// <summary>The taps of the window at an output column that lie inside the image.</summary>
    internal (int First, int End) Columns(int x, int width) => WindowAxis.Taps(Left(x), width, KernelWidth, DilationWidth);

    /// <summary>Where the first tap of an output row lies.</summary>
    internal int Top(int y) => y * StrideHeight - PadTop;

    /// <summary>Where the first tap of an output column lies.</summary>
    internal int Left(int x) => x * StrideWidth - PadLeft;

    // A square window keeps the three words that files have always had.
    internal void Write(Utf8JsonWriter json)
    {
        json.WriteNumber("kernel", KernelHeight);
        json.WriteNumber("stride", StrideHeight);
        json.WriteNumber("padding", PadTop);
        if (KernelWidth != KernelHeight)
            json.WriteNumber("kernelWidth", KernelWidth);
        if (StrideWidth != StrideHeight)
            json.WriteNumber("strideWidth", StrideWidth);
        if (PadLeft != PadTop)
            json.WriteNumber("padLeft", PadLeft);
        if (PadBottom != PadTop)
            json.WriteNumber("padBottom", PadBottom);
        if (PadRight != PadTop)
            json.WriteNumber("padRight", PadRight);
        if (DilationHeight != 1)
            json.WriteNumber("dilation", DilationHeight);
        if (DilationWidth != DilationHeight)
            json.WriteNumber("dilationWidth", DilationWidth);
        if (Ceil)
            json.WriteBoolean("ceil", Ceil);
    }

    internal static PoolingWindow Read(OperationFields fields)
    {
        int kernel = fields.Integer("kernel"),
            stride = fields.Integer("stride"),
            padding = fields.Integer("padding");
        var dilation = fields.Integer("dilation", absent: 1);
        return new PoolingWindow(
            kernel,
            fields.Integer("kernelWidth", kernel),
            stride,
            fields.Integer("strideWidth", stride),
            padding,
            fields.Integer("padLeft", padding),
            fields.Integer("padBottom", padding),
            fields.Integer("padRight", padding),
            dilation,
            fields.Integer("dilationWidth", dilation),
            fields.Boolean("ceil", absent: false)
        );
    }
}
