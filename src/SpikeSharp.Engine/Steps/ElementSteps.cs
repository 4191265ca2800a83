using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SpikeSharp.Engine.Kernels.Elements;
using SpikeSharp.Engine.Kernels.Reals;
using SpikeSharp.Engine.Maps;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Engine.Steps;

/// <summary>scale · x + shift of real numbers, a pair a channel.</summary>
internal sealed unsafe class AffineStep(string name, Affine affine, MapView input, MapView output, ElementKernels elements, int workers)
    : MapStep(name, output, workers)
{
    internal override string Kernel => "affine";

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private protected override void Row(byte* arena, byte* scratch, int t, int y)
    {
        var channels = Output.Channels;
        byte* source = input.At(arena, t, y, 0),
            target = Output.At(arena, t, y, 0);
        fixed (
            float* scale = affine.Scale.Values,
                shift = affine.Shift.Values
        )
        {
            for (var x = 0; x < Output.Buffer.Width; x++, source += input.Buffer.PixelBytes, target += Output.Buffer.PixelBytes)
                elements.Affine((float*)source, scale, shift, (float*)target, channels);
        }
    }
}

/// <summary>A function of each real number alone.</summary>
internal sealed unsafe class ActivationStep(string name, Activation activation, MapView input, MapView output, int workers)
    : MapStep(name, output, workers)
{
    internal override string Kernel => "activation";

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private protected override void Row(byte* arena, byte* scratch, int t, int y)
    {
        var channels = Output.Channels;
        for (var x = 0; x < Output.Buffer.Width; x++)
        {
            float* source = (float*)input.At(arena, t, y, x),
                target = (float*)Output.At(arena, t, y, x);
            var c = 0;
            if (activation.Function is ActivationKind.Sigmoid or ActivationKind.SiLU)
            {
                for (; c <= channels - Vector256<float>.Count; c += Vector256<float>.Count)
                {
                    var values = Vector256.Load(source + c);
                    var shares = Exponential.Sigmoid(values);
                    (activation.Function == ActivationKind.SiLU ? values * shares : shares).Store(target + c);
                }
            }
            for (; c < channels; c++)
                target[c] = (float)activation.Of(source[c]);
        }
    }
}
