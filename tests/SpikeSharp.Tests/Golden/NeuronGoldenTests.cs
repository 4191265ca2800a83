using SpikeSharp.Graph.Neurons;
using SpikeSharp.Neurons;
using SpikeSharp.Testing;
using SpikeSharp.Torch;

namespace SpikeSharp.Tests.Golden;

[Trait("Category", "Golden")]
public sealed class NeuronGoldenTests
{
    public static TheoryData<string> ILifCases() =>
        [.. from t in new[] { 1, 2, 4 } from d in new[] { 1, 2, 4, 8 } select $"ilif_T{t}_D{d}"];

    [SkippableTheory]
    [MemberData(nameof(ILifCases))]
    public void ILif_fires_and_learns_as_the_authors(string id)
    {
        using var golden = GoldenCase.Open("spikeyolo", id);
        Compare(golden, new NeuronOptions(NeuronKind.ILif, golden.Int("T"), golden.Int("D"), (float)golden.Double("decay")));
    }

    [SkippableTheory]
    [InlineData("lif_T2")]
    [InlineData("lif_T4")]
    public void Lif_fires_as_the_paper_says(string id)
    {
        using var golden = GoldenCase.Open("spikeyolo", id);
        Compare(
            golden,
            new NeuronOptions(NeuronKind.Lif, golden.Int("T"), Decay: (float)golden.Double("beta"), Threshold: (float)golden.Double("V_th"))
        );
    }

    private static void Compare(GoldenCase golden, NeuronOptions options)
    {
        using var scope = new TensorScope();
        golden.Compare(golden.Name("membrane"), Potentials(golden.Tensor(golden.Name("x")), options));

        var x = golden.Merged(golden.Name("x"));
        x.RequiresGrad = true;
        var spikes = new Neuron("neuron", new SpikingContext(options, bnEps: 1e-3, bnMomentum: 0.03)).Call(x);
        golden.Compare(golden.Name("spikes"), spikes);
        if (!golden.Lists("grad_x"))
            return;
        spikes.Backward(golden.Merged(golden.Name("grad_out")));
        golden.Compare(golden.Name("grad_x"), x.Grad!);
    }

    // [T, …], step by step: the layer keeps its potentials to itself.
    private static Tensor Potentials(Tensor x, NeuronOptions options)
    {
        Assert.Equal(options.TimeSteps, x.Size(0));
        var (potentials, state) = (new List<Tensor>(), (MembraneState?)null);
        foreach (var current in x.Unbind())
        {
            state =
                options.Kind == NeuronKind.ILif
                    ? ILif.Step(current, state, options.MaxSpikes, options.Decay)
                    : Lif.Step(current, state, options.Decay, options.Threshold);
            potentials.Add(state.Potential);
        }
        return Tensor.Stack([.. potentials], 0);
    }
}
