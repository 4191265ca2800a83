using SpikeSharp.Neurons;
using SpikeSharp.Torch;

namespace SpikeSharp.Evaluation;

/// <summary>Adds up what every neuron layer fires while it watches.</summary>
public sealed class RateObserver : IDisposable
{
    private readonly SpikingContext _context;
    private readonly Dictionary<string, Sums> _layers = [];
    private readonly List<string> _order = [];

    /// <summary>Watches a network until disposed.</summary>
    public RateObserver(SpikingContext context)
    {
        _context = context;
        context.Observer = Observe;
    }

    /// <summary>Watches what scores classes; null where it is no network of libtorch with neurons.</summary>
    internal static RateObserver? Of(IScorer scorer) =>
        scorer switch
        {
            SlidingScorer sliding => Of(sliding.Windows),
            ModelScorer { Model.Context: { } context } => new RateObserver(context),
            _ => null,
        };

    /// <summary>The layers in the order in which they first fired.</summary>
    public IReadOnlyList<LayerRate> Rates => [.. _order.Select(name => _layers[name].Of(name))];

    /// <summary>Stops watching.</summary>
    public void Dispose() => _context.Observer = null;

    private void Observe(Neuron neuron, Tensor spikes)
    {
        using var scope = new TensorScope();
        if (!_layers.TryGetValue(neuron.Name, out var layer))
        {
            _layers.Add(neuron.Name, layer = new Sums(new double[spikes.Size(1)]));
            _order.Add(neuron.Name);
        }
        layer.Add(spikes, (neuron.Options.Compiled as Graph.Operations.SpikingNeuron)?.MaxSpikes);
    }

    private sealed class Sums(double[] channels)
    {
        private double _nonZero,
            _saturated,
            _count;

        // [T·B, C, H, W].
        public void Add(Tensor spikes, int? maxSpikes)
        {
            var sums = spikes.Sum([0, 2, 3]).To(DType.Float64).ToArray<double>();
            for (var c = 0; c < channels.Length; c++)
                channels[c] += sums[c];
            _nonZero += spikes.CountNonZero().Item();
            if (maxSpikes is { } largest)
                _saturated += spikes.AtLeast(largest).CountNonZero().Item();
            _count += spikes.ElementCount;
        }

        public LayerRate Of(string name) =>
            new(
                name,
                channels.Sum() / _count,
                _nonZero / _count,
                (double)channels.Count(sum => sum == 0) / channels.Length,
                _saturated / _count
            );
    }
}
