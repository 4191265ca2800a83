using SpikeSharp.Neurons;
using SpikeSharp.Torch;

namespace SpikeSharp.Evaluation;

/// <summary>Adds up what every neuron layer fires while it watches.</summary>
public sealed class RateObserver : IDisposable
{
    private readonly SpikingContext context;
    private readonly Dictionary<string, (double Sum, double NonZero, double Count)> sums = [];
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
    public IReadOnlyList<LayerRate> Rates => [.. order.Select(name => new LayerRate(name, sums[name].Sum / sums[name].Count, sums[name].NonZero / sums[name].Count))];

    /// <summary>Stops watching.</summary>
    public void Dispose() => context.Observer = null;

    private void Observe(Neuron neuron, Tensor spikes)
    {
        using var scope = new TensorScope();
        if (sums.TryAdd(neuron.Name, default)) order.Add(neuron.Name);
        var (sum, nonZero, count) = sums[neuron.Name];
        sums[neuron.Name] = (sum + spikes.Sum().Item(), nonZero + spikes.CountNonZero().Item(), count + spikes.ElementCount);
    }
}
