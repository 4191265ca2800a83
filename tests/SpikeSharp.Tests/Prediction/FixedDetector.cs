using SpikeSharp.Data.Batches;
using SpikeSharp.Evaluation;

namespace SpikeSharp.Tests.Prediction;

/// <summary>Finds the whole input, as class 1, in every picture; and remembers what it was shown.</summary>
internal sealed class FixedDetector : BatchDetector
{
    public List<(int Count, int Height, int Width)> Shown { get; } = [];

    public override IReadOnlyList<string> Names { get; } = ["cat", "dog"];

    public override int ImageSize => 64;

    // Confidence falls with the picture's first pixel, so that results can be told apart.
    public override float[][] Predict(PixelBatch pictures)
    {
        var (count, height, width) = (pictures.Count, pictures.Height, pictures.Width);
        Shown.Add((count, height, width));
        var predictions = new float[count][];
        for (var i = 0; i < count; i++)
            predictions[i] = [width / 2f, height / 2f, width, height, 0, 1 - pictures[i][3 * (height / 2 * width + width / 2)] / 510f];
        return predictions;
    }

    public override void Dispose() { }
}
