using SpikeSharp.Models.SpikeYolo;
using SpikeSharp.Neurons;
using SpikeSharp.Testing;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Tests.Golden;

[Trait("Category", "Golden")]
public sealed class ModelGoldenTests
{
    [SkippableTheory]
    [InlineData("model_T1")]
    [InlineData("model_T2")]
    public void The_whole_network_fires_spike_for_spike_as_the_authors(string id)
    {
        using var golden = GoldenCase.Open("spikeyolo", id);
        using var scope = new TensorScope();
        using var off = GradMode.Off();
        var prefix = id["model_".Length..];
        using var model = Tiny(golden, golden.Int("T"));
        Assert.Equal(golden.Params.GetProperty("parameters").GetInt64(), model.Weights.ParameterCount);
        Assert.True(model.Weights.Load(golden.State("state/")).IsExact, "the names of the state dict differ");

        var tolerance = golden.Tolerance.GetProperty("raw maps and layer outputs").GetProperty("abs").GetDouble();
        model.LayerObserver = (i, y) =>
        {
            if (golden.Has($"{prefix}/layer{i}")) golden.Compare($"{prefix}/layer{i}", y, tolerance);
        };
        var rates = new List<double>();
        model.Context.Observer = (_, spikes) => rates.Add(spikes.To(DType.Float64).Mean().Item());
        var maps = model.Forward(golden.Tensor("image"));

        for (var i = 0; i < maps.Length; i++) golden.Compare($"{prefix}/raw{i}", maps[i], tolerance);
        GoldenCase.Near("mean_integer", golden.Doubles($"{prefix}/mean_integer"), [.. rates], 1e-12, 0);
    }

    [SkippableTheory]
    [InlineData("train_step_T1")]
    [InlineData("train_step_T2")]
    public void One_training_step_has_the_authors_loss_gradients_and_statistics(string id)
    {
        using var golden = GoldenCase.Open("spikeyolo", id);
        using var tiny = GoldenCase.Open("spikeyolo", "model_T1");
        using var scope = new TensorScope();
        var prefix = id["train_step_".Length..];
        using var model = Tiny(tiny, golden.Int("T"));
        model.Weights.Load(tiny.State("state/"));
        model.Weights.Training = true;
        var gains = golden.Params.GetProperty("gains");
        var loss = new DetectionLoss(golden.Int("nc"), new LossGains(gains.GetProperty("box").GetDouble(), gains.GetProperty("cls").GetDouble(), gains.GetProperty("dfl").GetDouble()))
            .Compute(model.Forward(golden.Tensor("image")), LossGoldenTests.Targets(golden, ""));
        loss.Total.Backward();

        var relative = golden.Tolerance.GetProperty("loss rel").GetDouble();
        GoldenCase.Near("loss_total", golden.Doubles($"{prefix}/loss_total"), [loss.Total.Item()], 0, relative);
        GoldenCase.Near("loss_items", golden.Doubles($"{prefix}/loss_items"), [loss.Box, loss.Class, loss.Dfl], 0, relative);

        var norms = golden.Doubles($"{prefix}/grad_norms");
        var (rel, abs) = (golden.Tolerance.GetProperty("gradient norms and gradients").GetProperty("rel").GetDouble(), 2e-6 * norms.Max());
        var order = golden.Params.GetProperty("parameter_order").EnumerateArray().Select(n => n.GetString()!).ToArray();
        GoldenCase.Near("grad_norms", norms, [.. order.Select(n => model.Weights[n].Grad!.To(DType.Float64).Norm().Item())], abs, rel);
        foreach (var name in golden.Names($"{prefix}/grad/"))
            golden.Compare(name, model.Weights[name[$"{prefix}/grad/".Length..]].Grad!, abs, rel);

        var buffers = model.Weights.Entries.Where(e => e.Role == TensorRole.Buffer && e.Tensor.DType == DType.Float32).Select(e => e.Tensor.To(DType.Float64).Norm().Item());
        GoldenCase.Near("bn_buffer_norms_after", golden.Doubles($"{prefix}/bn_buffer_norms_after"), [.. buffers], 0, rel);
    }

    internal static SpikeYolo Tiny(GoldenCase golden, int timeSteps)
    {
        var variant = new SpikeYoloVariant("custom", golden.Params.GetProperty("depth_multiple").GetDouble(), golden.Params.GetProperty("width_multiple").GetDouble(), golden.Int("max_channels"));
        return new SpikeYolo(new SpikeYoloOptions(variant, golden.Int("nc"), new NeuronOptions(NeuronKind.ILif, timeSteps, golden.Int("D"), (float)golden.Params.GetProperty("decay").GetDouble())));
    }
}
