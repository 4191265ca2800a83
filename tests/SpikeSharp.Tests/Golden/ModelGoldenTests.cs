using SpikeSharp.Evaluation;
using SpikeSharp.Graph.Neurons;
using SpikeSharp.Models.SpikeYolo;
using SpikeSharp.Neurons;
using SpikeSharp.Testing;
using SpikeSharp.Torch;

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
        using var model = Build(golden, golden.Int("T"), golden.Int("D"));
        Assert.Equal(golden.Params.GetProperty("parameters").GetInt64(), model.Weights.ParameterCount);
        Assert.True(model.Weights.Load(golden.State()).IsExact, "the names of the state dict differ");

        const string part = "raw maps and layer outputs";
        var (layers, compared) = (golden.Series("layer#"), 0);
        model.LayerObserver = (i, y) =>
        {
            var name = golden.Name("layer<i>").Replace("<i>", $"{i}", StringComparison.Ordinal);
            if (!layers.Contains(name))
                return;
            golden.Compare(name, y, part);
            compared++;
        };
        var rates = new List<double>();
        model.Context.Observer = (_, spikes) => rates.Add(spikes.To(DType.Float64).Mean().Item());
        var maps = model.Forward(golden.Tensor("image"));

        Assert.Equal(layers.Length, compared);
        golden.Compare<double>(golden.Name("mean_integer"), rates.ToArray(), "spikes");
        foreach (var (name, map) in golden.Series("raw#").Zip(maps))
            golden.Compare(name, map, part);
        GoldenDetections.Compare(golden, ModelDetector.Decode(maps, golden.Int("nc")));
    }

    [SkippableTheory]
    [InlineData("train_step_T1")]
    [InlineData("train_step_T2")]
    public void One_training_step_has_the_authors_loss_gradients_and_statistics(string id)
    {
        using var golden = GoldenCase.Open("spikeyolo", id);
        using var network = golden.About("state of");
        using var scope = new TensorScope();
        using var model = Build(network, golden.Int("T"), golden.Int("D"));
        Assert.True(model.Weights.Load(network.State()).IsExact, "the names of the state dict differ");
        model.Weights.Training = true;
        var loss = new DetectionLoss(golden.Int("nc"), LossGoldenTests.Gains(golden)).Compute(
            model.Forward(golden.Tensor("image")),
            LossGoldenTests.Targets(golden)
        );
        loss.Total.Backward();

        var (relative, _) = golden.Within("loss rel");
        Near("loss_total", [loss.Total.Item()], 0, relative);
        Near("loss_items", [loss.Box, loss.Class, loss.Dfl], 0, relative);

        var (abs, rel) = golden.Within("gradient norms and gradients", unit: golden.Doubles(golden.Name("grad_norms")).Max());
        Near("grad_norms", Order("parameter_order").Select(n => Norm(model.Weights[n].Grad!)), abs, rel);
        var gradients = golden.Under("grad");
        foreach (var name in golden.Names(gradients))
            golden.Near(name, model.Weights[name[gradients.Length..]].Grad!, abs, rel);
        Near("bn_buffer_norms_after", Order("buffer_order").Select(n => Norm(model.Weights[n])), 0, rel);

        IEnumerable<string> Order(string list) => golden.Params.GetProperty(list).EnumerateArray().Select(n => n.GetString()!);
        void Near(string name, IEnumerable<double> got, double abs, double rel) =>
            GoldenCase.Near(name, golden.Doubles(golden.Name(name)), got.ToArray(), abs, rel);
    }

    internal static SpikeYolo Build(GoldenCase golden, int timeSteps, int maxSpikes)
    {
        var variant = new SpikeYoloVariant(
            "custom",
            golden.Double("depth_multiple"),
            golden.Double("width_multiple"),
            golden.Int("max_channels")
        );
        return new SpikeYolo(
            new SpikeYoloOptions(
                variant,
                golden.Int("nc"),
                new NeuronOptions(NeuronKind.ILif, timeSteps, maxSpikes, (float)golden.Double("decay"))
            )
        );
    }

    private static double Norm(Tensor tensor) => tensor.To(DType.Float64).Norm().Item();
}
