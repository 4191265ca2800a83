using SpikeSharp.Engine.Kernels.Events;

namespace SpikeSharp.Engine.Kernels.Reals;

/// <summary>The plain loops that define <see cref="IRealKernel"/>.</summary>
internal unsafe struct RealScalar : IRealKernel
{
    public static void Accumulate<TQuarters>(float* weights, float* window, nint step, int count, float* sums, nint sumStep, int pixels)
        where TQuarters : struct, IQuarters
    {
        var outputs = TQuarters.Count * IEventKernel.Quarter;
        for (var p = 0; p < pixels; p++, window += step, sums += sumStep)
        {
            for (var i = 0; i < count; i++)
            {
                var row = weights + i * outputs;
                for (var o = 0; o < outputs; o++)
                    sums[o] = MathF.FusedMultiplyAdd(window[i], row[o], sums[o]);
            }
        }
    }
}
