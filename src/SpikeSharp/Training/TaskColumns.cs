using SpikeSharp.TaskLosses;

namespace SpikeSharp.Training;

/// <summary>What a task has to tell of an epoch: the columns of results.csv and of the terminal.</summary>
/// <param name="Losses">Parts of the loss.</param>
/// <param name="Scores">Scores on the validation images.</param>
/// <param name="Main">Index of the score that matters most.</param>
/// <param name="Fitness">From the scores to the number by which the best epoch is chosen.</param>
/// <param name="Items">What a batch holds, in plural.</param>
public sealed record TaskColumns(
    IReadOnlyList<TaskColumn> Losses,
    IReadOnlyList<TaskColumn> Scores,
    int Main,
    Func<IReadOnlyList<double>, double> Fitness,
    string Items
)
{
    /// <summary>Detection, under Ultralytics' headings.</summary>
    public static TaskColumns Detect { get; } =
        new(
            [new("box_loss", "box", 9), new("cls_loss", "cls", 9), new("dfl_loss", "dfl", 9)],
            [
                new("metrics/precision(B)", "precision", 11),
                new("metrics/recall(B)", "recall", 8),
                new("metrics/mAP50(B)", "mAP50", 8),
                new("metrics/mAP50-95(B)", "mAP50-95", 10),
            ],
            Main: 3,
            scores => 0.1 * scores[2] + 0.9 * scores[3],
            "objects"
        );

    /// <summary>Segmentation.</summary>
    /// <param name="losses">Parts of the loss.</param>
    public static TaskColumns Segment(IReadOnlyList<TaskColumn> losses) =>
        new(losses, [new("metrics/pixel_acc", "pixel acc", 11), new("metrics/mIoU", "mIoU", 8)], Main: 1, scores => scores[1], "images");

    /// <summary>Classification, under Ultralytics' headings.</summary>
    public static TaskColumns Classify { get; } =
        new(
            [new("loss", "loss", 9)],
            [new("metrics/accuracy_top1", "top-1", 8), new("metrics/accuracy_top5", "top-5", 8)],
            Main: 0,
            scores => (scores[0] + scores[1]) / 2,
            "images"
        );
}
