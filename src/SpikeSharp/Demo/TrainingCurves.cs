using SpikeSharp.Training;

namespace SpikeSharp.Demo;

/// <summary>The run as results.csv tells it, a number an epoch.</summary>
/// <param name="Box">Box loss, training.</param>
/// <param name="Class">Class loss, training.</param>
/// <param name="Dfl">Distribution focal loss, training.</param>
/// <param name="Map50">mAP50 on the validation images.</param>
/// <param name="Map">mAP50-95 on the validation images.</param>
/// <param name="Rate">Mean integer spike over all neuron layers.</param>
/// <param name="Seconds">Time trained, in all.</param>
public sealed record TrainingCurves(double[] Box, double[] Class, double[] Dfl, double[] Map50, double[] Map, double[] Rate, double Seconds)
{
    /// <summary>Epochs trained.</summary>
    public int Epochs => Map50.Length;

    internal static TrainingCurves Of(ResultsTable table) =>
        new(
            table["train/box_loss"],
            table["train/cls_loss"],
            table["train/dfl_loss"],
            table["metrics/mAP50(B)"],
            table["metrics/mAP50-95(B)"],
            table["metrics/rate"],
            table["time"].LastOrDefault()
        );
}
