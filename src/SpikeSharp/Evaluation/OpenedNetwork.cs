using SpikeSharp.Checkpoints;
using SpikeSharp.Engine;
using SpikeSharp.Models;
using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Evaluation;

/// <summary>From what `--model` leads to, to what finds objects or scores classes.</summary>
public static class OpenedNetwork
{
    /// <summary>Builds what scores classes: the network, or what runs a graph.</summary>
    /// <param name="source">What was opened.</param>
    /// <param name="device">Where the network computes; a graph runs on the CPU.</param>
    /// <param name="loaded">As for <see cref="ModelSource.Build"/>.</param>
    /// <param name="engine">How the engine runs a graph; null leaves it to the reference interpreter.</param>
    /// <exception cref="CheckpointException">It finds objects instead.</exception>
    public static IScorer Scorer(
        this ModelSource source,
        string device = "cpu",
        Action<LoadReport>? loaded = null,
        EngineOptions? engine = null
    )
    {
        if (source.Task == VisionTask.Detect)
            throw new CheckpointException(source.Name, "it finds objects, and scores no classes");
        if (source.Graph is not null)
            return new GraphScorer(source.Graph, source.Description?.Options.SizeStep ?? 32, engine);
        var model = source.Build(loaded);
        model.Model.Weights.To(device);
        return new ModelScorer(model.Model, model.Description, device);
    }

    /// <summary>Builds what finds objects: the network, or what runs a graph.</summary>
    /// <param name="source">What was opened.</param>
    /// <param name="device">Where the network computes; a graph runs on the CPU.</param>
    /// <param name="loaded">As for <see cref="ModelSource.Build"/>.</param>
    /// <param name="engine">How the engine runs a graph; null leaves it to the reference interpreter.</param>
    /// <exception cref="CheckpointException">It is a network of another task.</exception>
    public static IDetector Detector(
        this ModelSource source,
        string device = "cpu",
        Action<LoadReport>? loaded = null,
        EngineOptions? engine = null
    )
    {
        if (source.Description is { Options: { Task: not VisionTask.Detect and var task } network })
            throw new CheckpointException(
                source.Name,
                $"it is {network.Name}, which does not find objects, but is for the task {task.ToString().ToLowerInvariant()}"
            );
        if (source.Graph is not null)
            return engine is null ? new GraphDetector(source.Graph) : new EngineDetector(source.Graph, engine);
        var model = source.Build(loaded);
        model.Model.Weights.To(device);
        return new ModelDetector(model.Model, model.Description, device);
    }
}
