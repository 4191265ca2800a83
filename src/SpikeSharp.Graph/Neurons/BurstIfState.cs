using System.Numerics;

namespace SpikeSharp.Graph.Neurons;

/// <summary>What a burst integrate-and-fire neuron carries from one step to the next.</summary>
/// <typeparam name="T">What the membrane is counted in: float as published, double in the interpreter.</typeparam>
/// <param name="Membrane">v after the reset, in units of the threshold.</param>
/// <param name="Net">Spikes sent less spikes taken back: S of the calibrations, N of the signed neuron.</param>
/// <param name="LastFiring">Step of the last firing, 0 before the first.</param>
/// <param name="Firings">Steps in which it has fired.</param>
/// <param name="Interval">Mean steps between firings; float32, as published, since the rule compares it with whole numbers.</param>
public record struct BurstIfState<T>(T Membrane, long Net = 0, int LastFiring = 0, int Firings = 0, float Interval = 0)
    where T : struct, IBinaryFloatingPointIeee754<T>;
