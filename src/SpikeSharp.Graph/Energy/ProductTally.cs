namespace SpikeSharp.Graph.Energy;

/// <summary>Running sums of a layer without weights over images: attention, samples, masks, interpolation.</summary>
/// <param name="node">Its node.</param>
/// <param name="gates">The inputs whose spikes say how often it adds.</param>
internal sealed class ProductTally(GraphNode node, IReadOnlyList<int> gates)
{
    /// <summary>What is behind the name of a node's row of real multiplications, where it has one of additions too.</summary>
    private const string OfReals = " (reals)";

    private readonly Dictionary<int, Gate> _gates = [];
    private double _realMacs;
    private int _evaluations;
    private bool _adds;

    /// <summary>The inputs whose spikes are wanted.</summary>
    internal IEnumerable<string> Wanted => gates.Select(gate => node.Inputs[gate]);

    /// <summary>Adds one image.</summary>
    /// <param name="inputs">Shapes.</param>
    /// <param name="output">Its shape.</param>
    /// <param name="evaluations">How often it was computed.</param>
    /// <param name="spikes">Of an input: D, units and firings in all, and elements, all time steps; null where it is real numbers.</param>
    internal void Add(ReadOnlySpan<ValueShape> inputs, ValueShape output, int evaluations, Func<int, SpikeSums?> spikes)
    {
        _evaluations = evaluations;
        foreach (var work in node.Operation.Work(inputs, output))
        {
            _adds |= work.Gate is not null;
            if (work.Gate is not { } gate || spikes(gate) is not { } sums)
            {
                _realMacs += work.Macs;
                continue;
            }
            if (!_gates.TryGetValue(gate, out var tally))
                _gates.Add(gate, tally = new Gate());
            tally.MaxSpikes = sums.MaxSpikes;
            tally.Macs += work.Macs;
            tally.Units += sums.Units;
            tally.Firings += sums.Firings;
            tally.Elements += sums.Elements;
            // A spike reaches as many numbers as there are products for each element of its input.
            var reach = (double)work.Macs / inputs[gate].Count;
            tally.Accumulations += sums.Units * reach;
            tally.Events += sums.Firings * reach;
        }
    }

    /// <summary>The averages, a row for additions and one for multiplications.</summary>
    internal IEnumerable<LayerCount> Average(int images)
    {
        if (_realMacs > 0)
            yield return new LayerCount(
                _adds ? node.Name + OfReals : node.Name,
                0,
                _evaluations,
                _realMacs / images,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0
            );
        if (_gates.Count == 0)
            yield break;
        var macs = _gates.Values.Sum(gate => gate.Macs);
        yield return new LayerCount(
            node.Name,
            _gates.Values.Max(gate => gate.MaxSpikes),
            _evaluations,
            macs / images,
            _gates.Values.Sum(gate => gate.Macs * gate.Units / gate.Elements) / macs,
            _gates.Values.Sum(gate => gate.Macs * gate.Firings / gate.Elements) / macs,
            _gates.Values.Sum(gate => gate.Accumulations) / images,
            _gates.Values.Sum(gate => gate.Events) / images,
            0,
            0,
            0,
            0
        );
    }

    private sealed class Gate
    {
        internal int MaxSpikes { get; set; }

        internal double Macs { get; set; }

        internal double Units { get; set; }

        internal double Firings { get; set; }

        internal double Elements { get; set; }

        internal double Accumulations { get; set; }

        internal double Events { get; set; }
    }
}

/// <summary>What a value made of spikes has sent in one image, all time steps.</summary>
/// <param name="MaxSpikes">D or γ.</param>
/// <param name="Units">Spikes, of either sign.</param>
/// <param name="Firings">How often an element was not zero.</param>
/// <param name="Elements">Elements, of all time steps.</param>
internal readonly record struct SpikeSums(int MaxSpikes, double Units, double Firings, double Elements)
{
    internal static SpikeSums? Of(ValueTensor value)
    {
        if (!value.IsSpikes)
            return null;
        double units = 0,
            firings = 0;
        foreach (var x in value.ToReals())
        {
            units += Math.Abs(x);
            if (x != 0)
                firings++;
        }
        return new SpikeSums(value.MaxSpikes, units, firings, (double)value.Shape.Count * value.TimeSteps);
    }

    internal static SpikeSums Of(SpikeTotals totals) =>
        new(totals.MaxSpikes, totals.SumOfUnits, totals.SumOfFirings, (double)totals.Shape.Count * totals.Steps);
}
