namespace SpikeSharp.Graph.Operations.Arithmetic;

/// <summary>Sizes of one convolution, unpacked for the loops.</summary>
internal readonly struct ConvolutionGeometry(Convolution convolution, ValueShape input, ValueShape output)
{
    internal readonly int Stride = convolution.Stride;
    internal readonly int Padding = convolution.Padding;
    internal readonly int Dilation = convolution.Dilation;
    internal readonly int KernelHeight = convolution.KernelHeight;
    internal readonly int KernelWidth = convolution.KernelWidth;
    internal readonly int GroupInputs = convolution.Weight.Shape[1];
    internal readonly int GroupOutputs = convolution.OutChannels / convolution.Groups;
    internal readonly ValueShape Input = input;
    internal readonly ValueShape Output = output;

    /// <summary>Taps from one that meets a pixel at some output to the next that does: stride / gcd(stride, dilation).</summary>
    internal readonly int TapStep = convolution.Stride / Divisor(convolution);

    /// <summary>Outputs between those two taps' outputs.</summary>
    internal readonly int OutputStep = convolution.Dilation / Divisor(convolution);

    internal int Taps => KernelHeight * KernelWidth;

    private static int Divisor(Convolution convolution) =>
        (int)System.Numerics.BigInteger.GreatestCommonDivisor(convolution.Stride, convolution.Dilation);

    /// <summary>First of the input channels that output channel <paramref name="channel"/> sees.</summary>
    internal int FirstInput(int channel) => channel / GroupOutputs * GroupInputs;

    /// <summary>
    /// Where in a plane of the input a tap of output row <paramref name="y"/>, column 0 lies; the columns follow by the stride.
    /// </summary>
    internal int First(int y, int ky, int kx) => (y * Stride + ky * Dilation - Padding) * Input.Width + kx * Dilation - Padding;

    /// <summary>Output rows for which kernel row <paramref name="tap"/> lies inside the image.</summary>
    internal (int First, int End) Rows(int tap) => WindowAxis.Inside(tap * Dilation, Input.Height, Output.Height, Stride, Padding);

    /// <summary>Output columns for which kernel column <paramref name="tap"/> lies inside the image.</summary>
    internal (int First, int End) Columns(int tap) => WindowAxis.Inside(tap * Dilation, Input.Width, Output.Width, Stride, Padding);
}
