using SpikeSharp.Graph.Interpretation;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Graph.Energy;

/// <summary>Running sums of one layer of neurons over images.</summary>
internal sealed class NeuronTally(string node, Neuron neuron)
{
    private readonly SpikingNeuron? _spiking = neuron as SpikingNeuron;
    private long _neurons;
    private double _sum;

    internal double Elements { get; private set; }

    internal double Zeros { get; private set; }

    internal double MembraneUpdates { get; private set; }

    /// <param name="input">What the neurons look at; may be missing where they have no past.</param>
    /// <param name="output">What they emit.</param>
    internal void Add(ValueTensor? input, ValueTensor output)
    {
        _neurons = output.Shape.Count;
        foreach (var value in output.ToReals())
        {
            Elements++;
            _sum += _spiking is null ? value : Math.Abs(value);
            if (value == 0)
                Zeros++;
        }
        if (_spiking is not null)
            MembraneUpdates += input is null ? _neurons : Updates(_spiking, input.ToReals(), input, output);
    }

    /// <summary>Adds one image of which only the sums over time are known. A burst neuron integrates its bias at every step, so every step
    /// counts as an update of its membrane.</summary>
    internal void Add(SpikeTotals output)
    {
        _neurons = output.Shape.Count;
        double elements = (double)output.Shape.Count * output.Steps,
            fired = output.SumOfFirings;
        Elements += elements;
        _sum += output.SumOfUnits;
        Zeros += elements - fired;
        MembraneUpdates += elements;
    }

    internal FiringRate? Average =>
        _spiking is null ? null : new FiringRate(node, _spiking.MaxSpikes, _neurons, _sum / Elements, 1 - Zeros / Elements);

    /// <summary>NeuroBench: every neuron at t = 0, then those whose potential U[t] differs from U[t−1].</summary>
    private long Updates(SpikingNeuron spiking, double[] current, ValueTensor input, ValueTensor output)
    {
        long updates = 0;
        for (var i = 0; i < _neurons; i++)
        {
            var memory = spiking.Start();
            var before = double.NaN;
            for (var t = 0; t < output.TimeSteps; t++)
            {
                var step = spiking.Step(current[input.Row(t) + i], i / output.Shape.Plane, t, ref memory);
                if (step.Membrane != before)
                    updates++;
                before = step.Membrane;
            }
        }
        return updates;
    }
}
