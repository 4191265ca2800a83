namespace SpikeSharp.Engine.Kernels.Depthwise;

/// <summary>The plain loops that define <see cref="IDepthwiseKernel"/>.</summary>
internal unsafe struct DepthwiseScalar : IDepthwiseKernel
{
    private const int Slice = IDepthwiseKernel.Slice;

    public static void Sum(float* weights, float* window, nint row, nint pixel, nint step, int kh, int kw, float* sums, nint sumStep)
    {
        for (var p = 0; p < IDepthwiseKernel.Outputs; p++, window += step, sums += sumStep)
        {
            for (var c = 0; c < Slice; c++)
            {
                float sum = 0;
                for (var ky = 0; ky < kh; ky++)
                for (var kx = 0; kx < kw; kx++)
                    sum = MathF.FusedMultiplyAdd(window[ky * row + kx * pixel + c], weights[(ky * kw + kx) * Slice + c], sum);
                sums[c] = sum;
            }
        }
    }

    public static void Unpack(byte* spikes, nint pixel, bool signed, float* target, int pixels)
    {
        for (; pixels > 0; pixels--, spikes += pixel, target += Slice)
        {
            for (var c = 0; c < Slice; c++)
                target[c] = signed ? (sbyte)spikes[c] : spikes[c];
        }
    }
}
