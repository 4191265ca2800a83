using SpikeSharp.Checkpoints;
using SpikeSharp.Graph;
using SpikeSharp.Models;
using SpikeSharp.Models.SpikeYolo;
using SpikeSharp.Torch;

namespace SpikeSharp.Compilation;

/// <summary>From a trained network to the graph: batch normalisation folded, re-parameterised convolutions merged, so that every
/// convolution but the first sees spikes only.</summary>
public static class GraphCompiler
{
    /// <summary>
    /// Compiles a detector with its running statistics. Outputs: <c>y</c>, decoded, and the raw maps <c>raw0</c>…<c>raw2</c>.
    /// </summary>
    public static SpikeGraph Compile(Network model, ModelDescription description)
    {
        using var scope = new TensorScope();
        using var off = GradMode.Off();
        var g = new GraphBuilder(
            new GraphInfo(description.Options.Name, model.TimeSteps, description.ImageSize)
            {
                ClassNames = description.Names,
                Strides = description.Options.Task == VisionTask.Detect ? SpikeDetect.Strides : [],
                Metadata = new Dictionary<string, string> { [Checkpoint.ModelKey] = description.ToJson() },
            }
        );
        model.Emit(g);
        return g.Build();
    }
}
