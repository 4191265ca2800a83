using SpikeSharp.Engine.Maps;
using SpikeSharp.Engine.Steps;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Energy;

namespace SpikeSharp.Engine.Counting;

/// <summary>Adds up what each step reads and what its neurons fire, right after it is done, before the memory is used again.</summary>
internal sealed unsafe class SpikeCounter(RunContext context)
{
    internal RunTotals Totals { get; } = new();

    internal void Observe(Step step)
    {
        if (step is { Macs: > 0, Input: { Buffer.IsSpikes: true } input })
            Add(Totals.Input(step.Node, () => Empty(input, step.Node)), input);
        foreach (var (name, view) in context.Program.SpikesOf(step))
            Add(Totals.Neuron(name, () => Empty(view, name)), view);
    }

    private SpikeTotals Empty(MapView view, string node) =>
        new(new ValueShape(view.Channels, view.Buffer.Height, view.Buffer.Width, Timed: true), context.Program.MaxSpikes(node));

    private void Add(SpikeTotals totals, MapView view)
    {
        var (width, plane, signed) = (view.Buffer.Width, view.Buffer.Height * view.Buffer.Width, view.Buffer.IsSigned);
        for (var t = 0; t < view.Buffer.Steps; t++)
        {
            for (var at = 0; at < plane; at++)
                totals.Add(at, new ReadOnlySpan<byte>(view.At(context.Arena, t, at / width, at % width), view.Channels), signed);
            totals.EndStep();
        }
    }
}
