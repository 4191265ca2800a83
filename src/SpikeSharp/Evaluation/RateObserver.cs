using SpikeSharp.Neurons;
using SpikeSharp.Torch;

namespace SpikeSharp.Evaluation;

/// <summary>Adds up what every neuron layer fires while it watches.</summary>
public sealed class RateObserver : IDisposable
{
    private readonly SpikingContext context;
    private readonly Dictionary<string, Sums> layers = [];
    private readonly List<string> order = [];

    /// <summary>Watches a network until disposed.</summary>
    public RateObserver(SpikingContext context)
    {
        this.context = context;
        context.Observer = Observe;
    }

    /// <summary>Watches what scores classes; null where it is no network of libtorch with neurons.</summary>
    internal static RateObserver? Of(IScorer scorer) => scorer switch
    {
        SlidingScorer sliding => Of(sliding.Windows),
        ModelScorer { Model.Context: { } context } => new RateObserver(context),
        _ => null,
    };

    /// <summary>The layers in the order in which they first fired.</summary>
    public IReadOnlyList<LayerRate> Rates => [.. order.Select(name => layers[name].Of(name))];

    /// <summary>Stops watching.</summary>
    public void Dispose() => context.Observer = null;

    private void Observe(Neuron neuron, Tensor spikes)
    {
        using var scope = new TensorScope();
        if (!layers.TryGetValue(neuron.Name, out var layer))
        {
            layers.Add(neuron.Name, layer = new Sums(new double[spikes.Size(1)]));
            order.Add(neuron.Name);
        }
        layer.Add(spikes, neuron.Options.MostSpikes);
    }

    private sealed class Sums(double[] channels)
    {
        private double nonZero, saturated, count;

        // [T·B, C, H, W].
        public void Add(Tensor spikes, int? most)
        {
            var sums = spikes.Sum([0, 2, 3]).To(DType.Float64).ToArray<double>();
            for (var c = 0; c < channels.Length; c++) channels[c] += sums[c];
            nonZero += spikes.CountNonZero().Item();
            if (most is { } largest) saturated += spikes.AtLeast(largest).CountNonZero().Item();
            count += spikes.ElementCount;
        }

        public LayerRate Of(string name) => new(name, channels.Sum() / count, nonZero / count, (double)channels.Count(sum => sum == 0) / channels.Length, saturated / count);
    }
}
