using SpikeSharp.Engine.Kernels.Events;

namespace SpikeSharp.Engine.Kernels.Reals;

/// <summary>The plain loops that define <see cref="IRealKernel"/>.</summary>
internal unsafe struct RealScalar : IRealKernel
{
    public static void Accumulate<TQuarters>(float* weights, float* window, nint step, int count, float* sums, nint sumStep, int pixels)
        where TQuarters : struct, IQuarters
    {
        int outputs = TQuarters.Count * IEventKernel.Quarter;
        for (int p = 0; p < pixels; p++, window += step, sums += sumStep)
        {
            for (int i = 0; i < count; i++)
            {
                float* row = weights + i * outputs;
                for (int o = 0; o < outputs; o++) sums[o] = MathF.FusedMultiplyAdd(window[i], row[o], sums[o]);
            }
        }
    }
}
