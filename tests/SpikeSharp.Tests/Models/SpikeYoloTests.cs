using SpikeSharp.Models.SpikeYolo;
using SpikeSharp.Neurons;
using SpikeSharp.Torch;

namespace SpikeSharp.Tests.Models;

public sealed class SpikeYoloTests
{
    [Theory]
    [InlineData("n", 80, 13_271_632, 755)]
    [InlineData("s", 80, 23_153_024, 755)]
    [InlineData("m", 80, 47_841_856, 947)]
    [InlineData("l", 80, 68_478_400, 947)]
    [InlineData("s", 20, 23_129_804, 755)]
    [InlineData("s", 2, 23_122_838, 755)]
    [InlineData("n", 2, 13_248_934, 755)]
    public void Parameters_and_state_dict_entries_are_the_papers(string scale, int classes, long parameters, int entries)
    {
        using var model = Build(SpikeYoloVariant.Find(scale)!, classes);
        Assert.Equal(parameters, model.Weights.ParameterCount);
        Assert.Equal(entries, model.Weights.Entries.Count);
    }

    [Fact]
    public void The_class_prior_of_the_head_is_the_authors()
    {
        using var model = Build(SpikeYoloVariant.Find("p")!, 80);
        foreach (var (level, bias) in ((int, double)[])[(0, -11.5366), (1, -10.1503), (2, -8.7641)])
        {
            Assert.All(model.Weights[$"model.26.cv3.{level}.2.conv.bias"].ToArray<float>(), b => Assert.Equal(bias, b, 1e-4));
            Assert.All(model.Weights[$"model.26.cv2.{level}.2.conv.bias"].ToArray<float>(), b => Assert.Equal(1, b));
        }
    }

    [Theory]
    [InlineData(64, 60)]
    [InlineData(0, 64)]
    public void A_side_that_is_no_multiple_of_32_is_refused(long height, long width)
    {
        using var scope = new TensorScope();
        using var model = Build(new SpikeYoloVariant("custom", 0.33, 0.0625), 1);
        Assert.Contains("multiples of 32", Assert.Throws<ShapeException>(() => model.Forward(Tensor.Zeros([1, 3, height, width]))).Message);
    }

    [Fact]
    public void One_seed_gives_the_same_weights_and_another_others()
    {
        Assert.Equal(FirstWeights(5), FirstWeights(5));
        Assert.NotEqual(FirstWeights(5), FirstWeights(6));
    }

    [Theory]
    [InlineData(0, 1, 4)]
    [InlineData(1, 0, 4)]
    [InlineData(1, 1, 0)]
    public void A_network_without_classes_steps_or_spikes_is_refused(int classes, int steps, int spikes) =>
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            new SpikeYolo(new SpikeYoloOptions(SpikeYoloVariant.All[0], classes, new NeuronOptions(TimeSteps: steps, MaxSpikes: spikes)))
        );

    private static float[] FirstWeights(ulong seed)
    {
        TorchRuntime.Seed(seed);
        using var model = Build(new SpikeYoloVariant("custom", 0.33, 0.0625), 1);
        return model.Weights["model.1.encode_conv.weight"].ToArray<float>();
    }

    private static SpikeYolo Build(SpikeYoloVariant variant, int classes) =>
        new(new SpikeYoloOptions(variant, classes, new NeuronOptions()));
}
