using SpikeSharp.Data;
using SpikeSharp.Data.Batches;
using SpikeSharp.Evaluation;
using SpikeSharp.Imaging;
using SpikeSharp.Models;
using SpikeSharp.Reports;
using SpikeSharp.TaskLosses;
using SpikeSharp.Torch;

namespace SpikeSharp.Training;

/// <summary>
/// What a task brings to the trainer: its data, its loss, its validation and its pictures. Epochs, steps, checkpoints, resuming and
/// recovery are the trainer's, the same for all.
/// </summary>
public abstract class TrainingTask
{
    /// <summary>Its columns.</summary>
    public abstract TaskColumns Columns { get; }

    /// <summary>Training images.</summary>
    public abstract DataSplit Train { get; }

    /// <summary>Validation images, or null without.</summary>
    public abstract DataSplit? Validation { get; }

    /// <summary>Names of the classes that the network learns.</summary>
    public abstract IReadOnlyList<string> Names { get; }

    /// <summary>Height and width of the training pictures.</summary>
    public abstract (int Height, int Width) Shape { get; }

    /// <summary>Batches of an epoch.</summary>
    public abstract int BatchesPerEpoch { get; }

    /// <summary>Reads the data of a run.</summary>
    /// <param name="options">The run.</param>
    /// <param name="cancel">Ends the reading.</param>
    /// <exception cref="DataException">The data cannot be used.</exception>
    public static TrainingTask Of(TrainOptions options, CancellationToken cancel = default) =>
        options.Network.Task switch
        {
            VisionTask.Detect => new DetectionTask(options, cancel),
            VisionTask.Segment => new SegmentationTask(options, cancel),
            _ => new ClassificationTask(options, cancel),
        };

    /// <summary>Batches of an epoch, prepared in the background.</summary>
    /// <param name="epoch">From 0.</param>
    /// <param name="first">The first batch.</param>
    public abstract IBatchSource<ImageBatch> Load(int epoch, int first);

    /// <summary>The loss of a batch.</summary>
    /// <param name="maps">What the network gave.</param>
    /// <param name="batch">The batch it was given.</param>
    public abstract TaskLoss Loss(Tensor[] maps, ImageBatch batch);

    /// <summary>How many things of <see cref="TaskColumns.Items"/> a batch holds.</summary>
    public abstract int Items(ImageBatch batch);

    /// <summary>Scores a network on the validation images; null without.</summary>
    /// <param name="network">The network, with its running statistics.</param>
    /// <param name="losses">Whether to compute losses too.</param>
    /// <param name="pictures">Takes pictures of what it finds, or null.</param>
    /// <param name="cancel">Ends the validation.</param>
    public abstract TaskResult? Validate(Network network, bool losses, PictureFolder? pictures, CancellationToken cancel);

    /// <summary>Draws what the training data are like.</summary>
    public virtual void DrawData(PictureFolder pictures) { }

    /// <summary>Draws a training batch with what belongs to it.</summary>
    public abstract Image Draw(ImageBatch batch);
}
