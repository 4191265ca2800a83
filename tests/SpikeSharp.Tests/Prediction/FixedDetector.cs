using SpikeSharp.Evaluation;

namespace SpikeSharp.Tests.Prediction;

/// <summary>Finds the whole input, as class 1, in every picture; and remembers what it was shown.</summary>
internal sealed class FixedDetector : IDetector
{
    public List<(int Count, int Height, int Width)> Shown { get; } = [];

    public IReadOnlyList<string> Names { get; } = ["cat", "dog"];

    public int ImageSize { get; init; } = 64;

    // Confidence falls with the picture's first pixel, so that results can be told apart.
    public float[][] Predict(ReadOnlySpan<byte> pixels, int count, int height, int width)
    {
        Shown.Add((count, height, width));
        var predictions = new float[count][];
        for (var i = 0; i < count; i++)
            predictions[i] =
            [
                width / 2f,
                height / 2f,
                width,
                height,
                0,
                1 - pixels[3 * height * width * i + (height / 2 * width) + width / 2] / 510f,
            ];
        return predictions;
    }

    public void Dispose() { }
}
