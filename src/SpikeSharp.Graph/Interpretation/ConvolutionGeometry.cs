using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Graph.Interpretation;

/// <summary>Sizes of one convolution, unpacked for the loops.</summary>
internal readonly struct ConvolutionGeometry(Convolution convolution, ValueShape input, ValueShape output)
{
    internal readonly int Stride = convolution.Stride;
    internal readonly int Padding = convolution.Padding;
    internal readonly int KernelHeight = convolution.KernelHeight;
    internal readonly int KernelWidth = convolution.KernelWidth;
    internal readonly int GroupInputs = convolution.Weight.Shape[1];
    internal readonly int GroupOutputs = convolution.OutChannels / convolution.Groups;
    internal readonly ValueShape Input = input;
    internal readonly ValueShape Output = output;

    internal int Taps => KernelHeight * KernelWidth;

    /// <summary>First of the input channels that output channel <paramref name="channel"/> sees.</summary>
    internal int FirstInput(int channel) => channel / GroupOutputs * GroupInputs;

    /// <summary>Output rows for which kernel row <paramref name="tap"/> lies inside the image.</summary>
    internal (int First, int End) Rows(int tap) => Windows.Inside(tap, Input.Height, Output.Height, Stride, Padding);

    /// <summary>Output columns for which kernel column <paramref name="tap"/> lies inside the image.</summary>
    internal (int First, int End) Columns(int tap) => Windows.Inside(tap, Input.Width, Output.Width, Stride, Padding);
}
