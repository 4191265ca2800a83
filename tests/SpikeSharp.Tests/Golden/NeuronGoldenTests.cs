using SpikeSharp.Neurons;
using SpikeSharp.Testing;
using SpikeSharp.Torch;

namespace SpikeSharp.Tests.Golden;

[Trait("Category", "Golden")]
public sealed class NeuronGoldenTests
{
    public static TheoryData<string> ILifCases() => [.. from t in new[] { 1, 2, 4 } from d in new[] { 1, 2, 4, 8 } select $"ilif_T{t}_D{d}"];

    [SkippableTheory]
    [MemberData(nameof(ILifCases))]
    public void ILif_fires_and_learns_as_the_authors(string id)
    {
        using var golden = GoldenCase.Open("spikeyolo", id);
        using var scope = new TensorScope();
        var options = new NeuronOptions(NeuronKind.ILif, golden.Int("T"), golden.Int("D"), (float)golden.Params.GetProperty("decay").GetDouble());
        var prefix = id["ilif_".Length..];
        Potentials(golden, prefix, options);

        var x = golden.Merged($"{prefix}/x");
        x.RequiresGrad = true;
        var spikes = new Neuron("neuron", new SpikingContext(options, 1e-3, 0.03)).Call(x);
        spikes.Backward(golden.Merged($"{prefix}/grad_out"));
        golden.Compare($"{prefix}/spikes", spikes);
        golden.Compare($"{prefix}/grad_x", x.Grad!);
    }

    [SkippableTheory]
    [InlineData("lif_T2")]
    [InlineData("lif_T4")]
    public void Lif_fires_as_the_paper_says(string id)
    {
        using var golden = GoldenCase.Open("spikeyolo", id);
        using var scope = new TensorScope();
        var options = new NeuronOptions(
            NeuronKind.Lif, golden.Int("T"), 1, (float)golden.Params.GetProperty("beta").GetDouble(), (float)golden.Params.GetProperty("V_th").GetDouble());
        Potentials(golden, id, options);
        golden.Compare($"{id}/spikes", new Neuron("neuron", new SpikingContext(options, 1e-3, 0.03)).Call(golden.Merged($"{id}/x")));
    }

    private static void Potentials(GoldenCase golden, string prefix, NeuronOptions options)
    {
        var x = golden.Tensor($"{prefix}/x");
        var (potentials, state) = (new List<Tensor>(), (MembraneState?)null);
        foreach (var current in x.Unbind())
        {
            state = options.Kind == NeuronKind.ILif
                ? ILif.Step(current, state, options.MaxSpikes, options.Decay)
                : Lif.Step(current, state, options.Decay, options.Threshold);
            potentials.Add(state.Potential);
        }
        golden.Compare($"{prefix}/membrane", Tensor.Stack([.. potentials], 0));
    }
}
