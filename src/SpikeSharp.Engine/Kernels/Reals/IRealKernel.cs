using SpikeSharp.Engine.Kernels.Events;

namespace SpikeSharp.Engine.Kernels.Reals;

/// <summary>Dense accumulation over real numbers: the image, and what stands between factorised convolutions.</summary>
/// <remarks>Fused multiply-adds in the order of the window, so every implementation gives the same bits.</remarks>
internal unsafe interface IRealKernel
{
    /// <summary>Adds window · weights to the sums of some pixels.</summary>
    /// <param name="weights">[count][outputs of the block].</param>
    /// <param name="window">First number of the first pixel's stretch.</param>
    /// <param name="step">Numbers from one pixel's stretch to the next one's.</param>
    /// <param name="count">Numbers of a stretch.</param>
    /// <param name="sums">One row of sums a pixel.</param>
    /// <param name="sumStep">Sums from pixel to pixel.</param>
    /// <param name="pixels">How many.</param>
    static abstract void Accumulate<TQuarters>(float* weights, float* window, nint step, int count, float* sums, nint sumStep, int pixels)
        where TQuarters : struct, IQuarters;
}
