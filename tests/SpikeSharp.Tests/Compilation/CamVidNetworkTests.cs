using SpikeSharp.Checkpoints;
using SpikeSharp.Compilation;
using SpikeSharp.Engine;
using SpikeSharp.Engine.Verification;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Operations;
using SpikeSharp.Graph.Verification;
using SpikeSharp.Imaging;
using SpikeSharp.Testing;

namespace SpikeSharp.Tests.Compilation;

/// <summary>Spike2Former-nano of bench/weights, trained on CamVid, on real pictures at 96 px.</summary>
public sealed class CamVidNetworkTests
{
    private const int Side = 96;

    private static readonly SpikeGraph Graph = Compile();

    [Fact]
    public void Takes_spikes_only_and_names_what_is_left_of_real_numbers()
    {
        var driven = SpikeDrivenCheck.Run(Graph);
        Assert.True(driven.IsSpikeDriven);
        Assert.Equal(["backbone.downsample1_1.encode_conv"], driven.ImageLayers);
        Assert.Equal(
            Graph.Nodes.Count(node => node.Operation is Convolution or AttentionProduct or DeformableSampling or MaskProduct) - 1,
            driven.SpikeLayers.Count
        );
        Assert.Equal(
            [
                (typeof(DeformableSampling), 2),
                (typeof(ResizeLike), 3),
                (typeof(Constant), 2),
                (typeof(Affine), 3),
                (typeof(SinePositions), 3),
                (typeof(Activation), 1),
                (typeof(SemanticHead), 1),
            ],
            driven.RealOperations.GroupBy(real => Graph.Node(real.Node).Operation.GetType()).Select(group => (group.Key, group.Count()))
        );
    }

    [SkippableFact]
    public void Fires_the_same_in_integers_and_in_virtual_time_steps()
    {
        var report = IntegerBinaryVerification.Run(Graph, Pictures(2));
        Assert.Equal((2, 165), (report.Images, report.Layers.Count));
        Assert.All(report.Layers, layer => Assert.Equal(0, layer.Differing));
        Assert.True(report.Passed);
    }

    [SkippableFact]
    public void Runs_in_the_engine_as_in_the_interpreter()
    {
        var exact = EngineVerification.Reference(Graph, Pictures(2), new EngineOptions { Mode = EngineMode.Exact });
        Assert.Equal(0, exact.Differing);
        Assert.InRange(exact.LargestOutputDifference, 0, 1e-5);
        Assert.True(EngineVerification.Binary(Graph, Pictures(2), new EngineOptions { Mode = EngineMode.Int8 }).Passed);
    }

    private static SpikeGraph Compile()
    {
        using var trained = Checkpoint.Load(Path.Combine(TestData.Repository, "bench", "weights", "camvid-spike2former-nano.safetensors"));
        return GraphCompiler.Compile(trained.Model, trained.Description);
    }

    private static IEnumerable<InputTensor> Pictures(int count) =>
        Directory
            .EnumerateFiles(Path.Combine(TestData.RequireSharedData("camvid"), "val"))
            .Order(StringComparer.Ordinal)
            .Take(count)
            .Select(path => NetworkInput.Load(path, Side));
}
