using SpikeSharp.Graph.Neurons;
using SpikeSharp.Neurons;
using SpikeSharp.Torch;

namespace SpikeSharp.Tests.Neurons;

public sealed class NeuronTests
{
    private static readonly float Below = MathF.BitDecrement(0f),
        Above4 = MathF.BitIncrement(4f);

    [Theory]
    [InlineData(0.5f, 0)]
    [InlineData(1.5f, 2)]
    [InlineData(2.5f, 2)]
    [InlineData(3.5f, 4)]
    [InlineData(-7f, 0)]
    [InlineData(99f, 4)]
    public void ILif_at_a_tie_rounds_half_to_even_and_clips(float u, float spikes)
    {
        using var scope = new TensorScope();
        Assert.Equal([spikes], ILif.Quantise(Tensor.From([u], 1), 4).ToArray<float>());
    }

    [Fact]
    public void ILif_passes_the_gradient_at_both_bounds_and_blocks_it_one_ulp_outside()
    {
        using var scope = new TensorScope();
        var u = Tensor.From([Below, 0f, 2.2f, 4f, Above4], 5);
        u.RequiresGrad = true;
        ILif.Quantise(u, 4).Backward(Tensor.Ones([5]));
        Assert.Equal([0f, 1, 1, 1, 0], u.Grad!.ToArray<float>());
    }

    [Fact]
    public void Lif_fires_at_its_threshold_and_learns_within_half_of_it()
    {
        using var scope = new TensorScope();
        var u = Tensor.From([MathF.BitDecrement(0.5f), 0.5f, MathF.BitDecrement(1f), 1f, 1.5f, MathF.BitIncrement(1.5f), 7f], 7);
        u.RequiresGrad = true;
        var spikes = Lif.Step(u, null, 0.25f, 1).Spikes;
        spikes.Backward(Tensor.Ones([7]));
        Assert.Equal([0f, 0, 0, 1, 1, 1, 1], spikes.ToArray<float>());
        Assert.Equal([0f, 1, 1, 1, 1, 0, 0], u.Grad!.ToArray<float>());
    }

    [Fact]
    public void The_surrogate_of_binary_I_Lif_is_not_that_of_Lif()
    {
        using var scope = new TensorScope();
        var u = Tensor.From([0.75f], 1);
        Assert.Equal([1f], ILif.Quantise(u, 1).ToArray<float>());
        Assert.Equal([0f], Lif.Step(u, null, 0.25f, 1).Spikes.ToArray<float>());
    }

    /// <summary>
    /// Between the roundings I-LIF is linear in everything that carries a gradient: replacing round by the identity, the gradient of a
    /// weighted sum equals that of finite differences, through three time steps and the decay.
    /// </summary>
    [Fact]
    public void Gradients_flow_along_the_decay_and_not_through_the_reset()
    {
        using var scope = new TensorScope();
        double[] x = [0.3, 1.2, 2.9, 3.4, -0.2, 1.1]; // two neurons, three steps
        double[] weights = [0.7, -1.3, 0.4, 2.0, 1.5, -0.6];
        const double Beta = 0.25;
        var input = Tensor.From(x, 3, 2, 1, 1);
        input.RequiresGrad = true;
        var (state, loss) = ((MembraneState?)null, Tensor.Zeros([], DType.Float64));
        for (var t = 0; t < 3; t++)
        {
            state = ILif.Step(input.Select(0, t), state, 4, (float)Beta);
            loss = loss + (state.Spikes * Tensor.From(weights.AsSpan(2 * t, 2).ToArray(), 2, 1, 1)).Sum();
        }
        loss.Backward();

        // The spikes in the reset are constants; the potential in the decay is not.
        var expected = new double[6];
        for (var n = 0; n < 2; n++)
        {
            var potential = new double[3];
            for (var t = 0; t < 3; t++)
                potential[t] = t == 0 ? x[n] : Beta * (potential[t - 1] - Math.Round(Math.Clamp(potential[t - 1], 0, 4))) + x[2 * t + n];
            var flowing = 0.0;
            for (var t = 2; t >= 0; t--)
            {
                flowing = weights[2 * t + n] * (potential[t] is >= 0 and <= 4 ? 1 : 0) + Beta * flowing;
                expected[2 * t + n] = flowing;
            }
        }
        var got = input.Grad!.ToArray<double>();
        for (var i = 0; i < 6; i++)
            Assert.Equal(expected[i], got[i], 1e-12);
    }

    [Theory]
    [InlineData(NeuronKind.ILif, 3)]
    [InlineData(NeuronKind.Lif, 2)]
    [InlineData(NeuronKind.Relu, 1)]
    public void Every_neuron_tells_its_observer_what_it_fires(NeuronKind kind, int steps)
    {
        using var scope = new TensorScope();
        var context = new SpikingContext(new NeuronOptions(kind, steps), 1e-3, 0.03);
        var (seen, name) = (0.0, "");
        context.Observer = (neuron, spikes) => (seen, name) = (spikes.Sum().Item(), neuron.Name);
        var fired = new Neuron("here", context).Call(Tensor.RandomNormal(2 * steps, 3, 4, 5) * 3.0);
        Assert.Equal("here", name);
        Assert.Equal(fired.Sum().Item(), seen);
        Assert.True(seen > 0);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(8)]
    public void Of_normalised_spikes_the_observer_sees_the_integers(int? divisor)
    {
        using var scope = new TensorScope();
        for (var most = 1; most <= 32; most++)
        {
            var context = new SpikingContext(new NeuronOptions(NeuronKind.NiLif, 1, most) { Divisor = divisor }, 1e-3, 0.03);
            float[] seen = [],
                all = [.. Enumerable.Range(0, most + 1).Select(i => (float)i)];
            context.Observer = (_, spikes) => seen = spikes.ToArray<float>();
            new Neuron("here", context).Call(Tensor.From(all, 1, 1, 1, most + 1));
            Assert.Equal(all, seen);
        }
    }

    [Fact]
    public void A_batch_that_does_not_hold_T_steps_is_refused_by_name()
    {
        using var scope = new TensorScope();
        var neuron = new Neuron("model.2.lif", new SpikingContext(new NeuronOptions(TimeSteps: 2), 1e-3, 0.03));
        var e = Assert.Throws<ShapeException>(() => neuron.Call(Tensor.Zeros([3, 1, 2, 2])));
        Assert.Contains("model.2.lif", e.Message);
    }
}
