using SpikeSharp.Evaluation;
using SpikeSharp.Graph.Neurons;
using SpikeSharp.Neurons;
using SpikeSharp.Torch;

namespace SpikeSharp.Tests.Evaluation;

public sealed class RateObserverTests
{
    // Three channels of two pixels, twice: 0 and 0.2, then 5 and 2, then -1 and 1; the second time the first channel too fires.
    [Theory]
    [InlineData(NeuronKind.ILif, 4, 15.0 / 12, 7.0 / 12, 2.0 / 12)]
    [InlineData(NeuronKind.NiLif, 4, 15.0 / 12, 7.0 / 12, 2.0 / 12)]
    [InlineData(NeuronKind.NiLif, 5, 17.0 / 12, 7.0 / 12, 2.0 / 12)]
    [InlineData(NeuronKind.Lif, 4, 7.0 / 12, 7.0 / 12, 7.0 / 12)]
    [InlineData(NeuronKind.Relu, 4, 17.4 / 12, 8.0 / 12, 0)]
    public void It_counts_spikes_channels_and_saturation_over_all_calls(
        NeuronKind kind,
        int most,
        double mean,
        double density,
        double saturated
    )
    {
        using var scope = new TensorScope();
        var context = new SpikingContext(new NeuronOptions(kind, 1, most), 1e-5, 0.1);
        var neuron = new Neuron("layer", context);
        using var observer = new RateObserver(context);
        neuron.Call(Tensor.From([0, 0.2f, 5, 2, -1, 1], 1, 3, 1, 2));
        neuron.Call(Tensor.From([0, 1.2f, 5, 2, -1, 1], 1, 3, 1, 2));
        new Neuron("silent", context).Call(Tensor.From([-1f, -1, -1, 5], 1, 4, 1, 1));
        var rates = observer.Rates;
        Assert.Equal(["layer", "silent"], rates.Select(rate => rate.Name));
        Assert.Equal(mean, rates[0].MeanSpikes, 1e-6);
        Assert.Equal(density, rates[0].Density, 1e-12);
        Assert.Equal(saturated, rates[0].Saturated, 1e-12);
        Assert.Equal((0, 0.75), (rates[0].SilentChannels, rates[1].SilentChannels));
    }

    [Theory]
    [InlineData(0.0011, 0.9, false)]
    [InlineData(0.0009, 0, true)]
    [InlineData(1, 0.91, true)]
    public void A_layer_dies_of_too_few_spikes_or_too_many_silent_channels(double mean, double silent, bool dying) =>
        Assert.Equal(dying, new LayerRate("layer", mean, mean, silent, 0).Dying);
}
