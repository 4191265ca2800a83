using SpikeSharp.Graph.Neurons;
using SpikeSharp.Neurons;
using SpikeSharp.Testing;
using SpikeSharp.Torch;

namespace SpikeSharp.Tests.Golden.Spike2Former;

[Trait("Category", "Golden")]
public sealed class NiLifGoldenTests
{
    [SkippableTheory]
    [InlineData("spike2former/ni_lif_D1")]
    [InlineData("spike2former/ni_lif_D2")]
    [InlineData("spike2former/ni_lif_D4")]
    [InlineData("spike2former/ni_lif_D8")]
    public void One_step_fires_and_learns_as_the_authors(string id)
    {
        using var golden = GoldenCase.Open(id);
        using var scope = new TensorScope();
        var d = golden.Int("D");
        var v = golden.Tensor("in.v");
        v.RequiresGrad = true;
        var spikes = NiLif.Step(v, null, d, decay: 1).Spikes;
        golden.Compare("out.s", spikes);
        golden.Compare("out.k", spikes * (double)d);
        golden.Compare(
            "out.binary",
            Tensor.Stack([.. Enumerable.Range(1, d).Select(step => (spikes * (double)d).AtLeast(step).To(DType.Float32))], 0)
        );
        spikes.Backward(golden.Tensor("in.grad_out"));
        golden.Compare("out.grad_v", v.Grad!);
    }

    [SkippableTheory]
    [InlineData("spike2former/ni_lif_sequence_D4")]
    [InlineData("spike2former/ni_lif_sequence_D8")]
    [InlineData("spike2former/ni_lif_sequence_leak_D4")]
    [InlineData("spike2former/ni_lif_sequence_leak_D8")]
    public void Sequences_fire_and_learn_as_they_are_written(string id)
    {
        using var golden = GoldenCase.Open(id);
        using var scope = new TensorScope();
        var (d, beta, detaches) = (golden.Int("D"), (float)golden.Double("beta"), golden.Bool("detach_reset"));
        var x = golden.Tensor("in.x");
        x.RequiresGrad = true;
        var (spikes, potentials, state) = (new List<Tensor>(), new List<Tensor>(), (MembraneState?)null);
        foreach (var current in x.Unbind())
        {
            state = NiLif.Step(current, state, d, beta, detaches);
            spikes.Add(state.Spikes);
            potentials.Add((state.Potential - state.Spikes * (double)d) * beta);
        }
        var all = Tensor.Stack([.. spikes], 0);
        golden.Compare("out.s", all);
        golden.Compare("out.h", Tensor.Stack([.. potentials], 0));
        all.Backward(golden.Tensor("in.grad_out"));
        golden.Compare("out.grad_x", x.Grad!);
    }

    [SkippableTheory]
    [InlineData("spike2former/ni_lif_sequence_leak_D4")]
    public void A_layer_of_neurons_detaches_its_reset(string id)
    {
        using var golden = GoldenCase.Open(id);
        using var scope = new TensorScope();
        var options = new NeuronOptions(NeuronKind.NiLif, golden.Int("T"), golden.Int("D"), (float)golden.Double("beta"));
        var x = golden.Tensor("in.x");
        x.RequiresGrad = true;
        var spikes = new Neuron("neuron", new SpikingContext(options, bnEps: 1e-5, bnMomentum: 0.1)).Call(x);
        golden.Compare("out.s", spikes);
        spikes.Backward(golden.Tensor("in.grad_out"));
        golden.Compare("out.grad_x", x.Grad!);
    }
}
