using SpikeSharp.Graph.Neurons;

namespace SpikeSharp.Graph.Operations;

/// <summary>A layer of neurons that spike.</summary>
public abstract record SpikingNeuron : Neuron
{
    private protected SpikingNeuron() { }

    /// <summary>D or γ, the largest integer spike of a step: a neuron's binary form takes that many virtual time steps.</summary>
    public abstract int MaxSpikes { get; }

    /// <summary>Whether its spikes may be negative.</summary>
    public abstract bool IsSigned { get; }

    /// <summary>Before the first step.</summary>
    public abstract NeuronMemory Start();

    /// <summary>One neuron's step.</summary>
    /// <param name="x">Input current of this real time step.</param>
    /// <param name="channel">Of the neuron.</param>
    /// <param name="t">Step, from 0.</param>
    /// <param name="memory">What the steps before have left.</param>
    public abstract NeuronStep Step(double x, int channel, int t, ref NeuronMemory memory);

    internal override ValueTensor Evaluate(in EvaluationContext context, ReadOnlySpan<ValueTensor> inputs)
    {
        var input = inputs[0];
        var current = input.ToReals();
        int count = (int)context.Shape.Count,
            plane = context.Shape.Plane,
            steps = context.Shape.Steps(context.TimeSteps);
        var spikes = new byte[count * steps];
        for (var i = 0; i < count; i++)
        {
            var memory = Start();
            for (var t = 0; t < steps; t++)
                spikes[t * count + i] = (byte)Step(current[input.Row(t) + i], i / plane, t, ref memory).Spikes;
        }
        return new ValueTensor(context.Shape, steps, spikes, MaxSpikes, IsSigned);
    }
}
