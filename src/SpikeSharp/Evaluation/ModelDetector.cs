using SpikeSharp.Checkpoints;
using SpikeSharp.Data.Batches;
using SpikeSharp.Graph.Detection;
using SpikeSharp.Graph.Operations;
using SpikeSharp.Models;
using SpikeSharp.Models.SpikeYolo;
using SpikeSharp.Torch;

namespace SpikeSharp.Evaluation;

/// <summary>A trained network as a detector, with its running statistics.</summary>
public sealed class ModelDetector(Network model, ModelDescription description, string device = "cpu") : BatchDetector
{
    /// <summary>The network.</summary>
    public Network Model { get; } = model;

    /// <summary>Sees the head's raw maps of every batch before they are decoded; null when nobody watches.</summary>
    public Action<Tensor[]>? MapObserver { get; set; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names => description.Names;

    /// <inheritdoc/>
    public override int ImageSize => description.ImageSize;

    /// <inheritdoc/>
    public override Input Input => Model.Options.Input;

    /// <inheritdoc/>
    protected override int Stride => Model.Options.SizeStep;

    /// <inheritdoc/>
    public override float[][] Predict(PixelBatch pictures)
    {
        using var scope = new TensorScope();
        using var off = GradMode.Off();
        var maps = Model.Forward(PictureTensor.Of(pictures, Input, device));
        MapObserver?.Invoke(maps);
        return Decode(maps, Names.Count);
    }

    /// <summary>Decodes raw maps [N, 64 + classes, h, w] of all levels into [4 + classes, anchors] an image.</summary>
    public static float[][] Decode(Tensor[] maps, int classes)
    {
        var levels = maps.Select((m, i) => new FeatureLevel((int)m.Size(2), (int)m.Size(3), SpikeDetect.Strides[i])).ToArray();
        var anchors = levels.Sum(l => l.Cells);
        var result = new float[maps[0].Size(0)][];
        for (var n = 0; n < result.Length; n++)
            result[n] = new float[(4 + classes) * anchors];
        var first = 0;
        for (var i = 0; i < maps.Length; i++)
        {
            using var scope = new TensorScope();
            var raw = maps[i].To("cpu").Contiguous().Span<float>();
            var size = (BoxDecoding.BoxChannels + classes) * levels[i].Cells;
            for (var n = 0; n < result.Length; n++)
                BoxDecoding.Decode(raw.Slice(n * size, size), levels[i], classes, result[n], anchors, first);
            first += levels[i].Cells;
        }
        return result;
    }

    /// <inheritdoc/>
    public override void Dispose() => Model.Dispose();
}
