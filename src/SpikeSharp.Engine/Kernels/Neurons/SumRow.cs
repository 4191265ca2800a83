using System.Runtime.CompilerServices;
using SpikeSharp.Engine.Kernels.Lanes;

namespace SpikeSharp.Engine.Kernels.Neurons;

/// <summary>A row of pixels behind a convolution: its sums, what is added to them, and who looks at the result.</summary>
/// <remarks>
/// The kernels of this folder (<see cref="OneStepNeurons"/>, <see cref="NeuronsOverTime"/>, <see cref="BurstNeurons"/>) take it. They read
/// and write <see cref="Channels"/> elements of a pixel and no byte beside them.
/// </remarks>
internal unsafe struct SumRow
{
    /// <summary>Sums of the first pixel at t = 0.</summary>
    internal byte* Sums;

    /// <summary>Bytes from pixel to pixel of <see cref="Sums"/>.</summary>
    internal nint SumPixel;

    /// <summary>Bytes from time step to time step; 0 for sums that are the same at every t.</summary>
    internal nint SumStep;

    /// <summary>What a sum is multiplied with, one a channel.</summary>
    internal float* Scale;

    /// <summary>What is then added, one a channel.</summary>
    internal float* Bias;

    /// <summary>Maps that are added.</summary>
    internal MapRow* Residuals;

    /// <summary>How many.</summary>
    internal int ResidualCount;

    /// <summary>Where the result is kept, if anywhere; float32.</summary>
    internal MapRow Value;

    /// <summary>Time steps of <see cref="Value"/>.</summary>
    internal int ValueSteps;

    /// <summary>Who looks at the result.</summary>
    internal NeuronRow* Neurons;

    /// <summary>How many.</summary>
    internal int NeuronCount;

    /// <summary>Time steps that are computed now.</summary>
    internal int Steps;

    /// <summary>Time steps before them.</summary>
    internal int Before;

    /// <summary>Pixels.</summary>
    internal int Pixels;

    /// <summary>Channels of each.</summary>
    internal int Channels;

    /// <summary>The result at a time step: sums · scale + bias + residuals, in this order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly TLanes Load<TSum, TLanes>(byte* sums, TLanes scale, TLanes bias, int t, int pixel, int c)
        where TSum : struct, ISum
        where TLanes : unmanaged, ILanes<TLanes>
    {
        var x = TSum.Load<TLanes>(sums, c) * scale + bias;
        for (var k = 0; k < ResidualCount; k++)
            x += Residuals[k].Load<TLanes>(Residuals[k].At(t, pixel), c);
        return x;
    }
}
