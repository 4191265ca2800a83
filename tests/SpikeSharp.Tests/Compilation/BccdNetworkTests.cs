using SpikeSharp.Checkpoints;
using SpikeSharp.Compilation;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Verification;
using SpikeSharp.Imaging;
using SpikeSharp.Models.SpikeYolo;
using SpikeSharp.Testing;

namespace SpikeSharp.Tests.Compilation;

/// <summary>The network of bench/weights, trained on BCCD, with its weights under every T and D, on two real pictures at 96 px.</summary>
public sealed class BccdNetworkTests
{
    private const int Side = 96;

    [SkippableTheory]
    [MemberData(nameof(IntegerBinaryTests.TimeStepsAndSpikes), MemberType = typeof(IntegerBinaryTests))]
    public void Fires_the_same_in_integers_and_in_virtual_time_steps(int timeSteps, int maxSpikes)
    {
        var data = TestData.RequireSharedData("bccd");
        using var trained = Checkpoint.Load(Path.Combine(TestData.Repository, "bench", "weights", "bccd-p.safetensors"));
        var asTrained = (SpikeYoloOptions)trained.Description.Options;
        var options = asTrained with { Neuron = asTrained.Neuron with { TimeSteps = timeSteps, MaxSpikes = maxSpikes } };
        using var model = new SpikeYolo(options);
        model.Weights.Load(trained.Model.Weights.Entries.ToDictionary(e => e.Name, e => e.Tensor));

        var report = IntegerBinaryVerification.Run(
            GraphCompiler.Compile(model, trained.Description with { Options = options }),
            Pictures(data)
        );

        Assert.Equal(2, report.Images);
        Assert.Equal(88, report.Layers.Count);
        Assert.All(report.Layers, layer => Assert.Equal(0, layer.Differing));
        Assert.True(report.Passed);
    }

    private static IEnumerable<InputTensor> Pictures(string data) =>
        Directory
            .EnumerateFiles(Path.Combine(data, "images", "val"))
            .Order(StringComparer.Ordinal)
            .Take(2)
            .Select(path => NetworkInput.Load(path, Side));
}
