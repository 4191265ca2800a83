namespace SpikeSharp.Engine.Kernels.Depthwise;

/// <summary>Eight neighbouring outputs of sixteen channels, each tap's weights shared between them.</summary>
/// <remarks>
/// Fused multiply-adds, tap by tap and row by row from zero, so every implementation gives the same bits. A kernel reads windows of
/// <see cref="Slice"/> channels and <see cref="Outputs"/> outputs whole and no byte beside them; whoever calls it has that much.
/// </remarks>
internal unsafe interface IDepthwiseKernel
{
    /// <summary>Channels that go together.</summary>
    const int Slice = 16;

    /// <summary>Outputs that go together.</summary>
    const int Outputs = 8;

    /// <summary>Sums of the outputs.</summary>
    /// <param name="weights">[kh, kw, slice].</param>
    /// <param name="window">First output's window.</param>
    /// <param name="row">Numbers from row to row of the window.</param>
    /// <param name="pixel">Numbers from column to column of the window.</param>
    /// <param name="step">Numbers from one output's window to the next one's.</param>
    /// <param name="kh">Kernel rows.</param>
    /// <param name="kw">Kernel columns.</param>
    /// <param name="sums">First output's sums, overwritten.</param>
    /// <param name="sumStep">Sums from output to output.</param>
    static abstract void Sum(float* weights, float* window, nint row, nint pixel, nint step, int kh, int kw, float* sums, nint sumStep);

    /// <summary>Unpacks the spikes of a slice as float32, pixel behind pixel.</summary>
    /// <param name="spikes">First channel of the slice in the first pixel.</param>
    /// <param name="pixel">Bytes from pixel to pixel.</param>
    /// <param name="signed">Whether bytes have a sign.</param>
    /// <param name="target">[pixels, slice].</param>
    /// <param name="pixels">How many.</param>
    static abstract void Unpack(byte* spikes, nint pixel, bool signed, float* target, int pixels);
}
