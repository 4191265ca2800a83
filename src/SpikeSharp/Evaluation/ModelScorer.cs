using SpikeSharp.Checkpoints;
using SpikeSharp.Data.Batches;
using SpikeSharp.Graph.Operations;
using SpikeSharp.Models;
using SpikeSharp.Torch;

namespace SpikeSharp.Evaluation;

/// <summary>A trained network that scores classes, with its running statistics.</summary>
public sealed class ModelScorer(Network model, ModelDescription description, string device = "cpu") : IScorer
{
    /// <summary>The network.</summary>
    public Network Model { get; } = model;

    /// <summary>Sees the raw map of every batch; null when nobody watches.</summary>
    public Action<Tensor[]>? MapObserver { get; set; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Names => description.Names;

    /// <inheritdoc/>
    public int ImageSize => description.ImageSize;

    /// <inheritdoc/>
    public int SizeStep => Model.Options.SizeStep;

    /// <inheritdoc/>
    public Input Input => Model.Options.Input;

    /// <inheritdoc/>
    public ScoreMap[] Score(PixelBatch pictures)
    {
        using var scope = new TensorScope();
        using var off = GradMode.Off();
        var maps = Model.Forward(PictureTensor.Of(pictures, Input, device));
        MapObserver?.Invoke(maps);
        var scores = Model.Scores(maps, pictures.Height, pictures.Width);
        var (_, classes, h, w) = scores.Size4;
        _ = ScoreMap.Length((int)classes, (int)h, (int)w);
        return [.. scores.Unbind().Select(map => new ScoreMap((int)classes, (int)h, (int)w, map.ToArray<float>()))];
    }

    /// <inheritdoc/>
    public void Dispose() => Model.Dispose();
}
