using SpikeSharp.Graph.Detection;
using Found = SpikeSharp.Graph.Detection.Detection;

namespace SpikeSharp.Engine.EarlyExit;

/// <summary>A detector finds the same objects, each where it was.</summary>
/// <param name="output">Boxes and class probabilities [4 + classes, anchors].</param>
/// <param name="classes">How many.</param>
/// <param name="suppression">Which boxes count.</param>
/// <param name="overlap">Least IoU of an object with itself a round before.</param>
/// <param name="rounds">How many rounds in a row.</param>
public sealed class StableBoxes(
    string output,
    int classes,
    SuppressionOptions suppression,
    double overlap = 0.95,
    int rounds = Stability.UsualRounds
) : Stability(rounds)
{
    private Found[]? _before;

    private protected override bool Stays(EngineValues run)
    {
        var found = NonMaximumSuppression.Run(run.Output(output), classes, suppression);
        var before = _before;
        _before = found;
        if (before is null || before.Length != found.Length)
            return false;
        // Each box of before is one box now.
        var left = before.ToList();
        return Array.TrueForAll(found, one =>
        {
            var same = left.FindIndex(other => other.Class == one.Class && Overlap(one.Box, other.Box) >= overlap);
            if (same >= 0)
                left.RemoveAt(same);
            return same >= 0;
        });
    }

    private static double Overlap(Box a, Box b)
    {
        if (a == b)
            return 1;
        double width = Math.Min(a.X2, b.X2) - Math.Max(a.X1, b.X1),
            height = Math.Min(a.Y2, b.Y2) - Math.Max(a.Y1, b.Y1);
        if (width <= 0 || height <= 0)
            return 0;
        var common = width * height;
        return common / ((a.X2 - a.X1) * (a.Y2 - a.Y1) + (b.X2 - b.X1) * (b.Y2 - b.Y1) - common);
    }
}
