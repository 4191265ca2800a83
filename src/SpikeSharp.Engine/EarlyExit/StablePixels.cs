namespace SpikeSharp.Engine.EarlyExit;

/// <summary>Next to no pixel of a segmenter changes its class.</summary>
/// <param name="output">Scores [classes, H, W].</param>
/// <param name="classes">How many.</param>
/// <param name="share">Of the pixels, that may change.</param>
/// <param name="rounds">How many rounds in a row.</param>
public sealed class StablePixels(string output, int classes, double share = 0.001, int rounds = Stability.UsualRounds) : Stability(rounds)
{
    private int[]? _before;

    private protected override bool Stays(EngineValues run)
    {
        var scores = run.Output(output);
        int pixels = scores.Length / classes,
            changed = 0;
        var first = _before is null;
        _before ??= new int[pixels];
        for (var at = 0; at < pixels; at++)
        {
            var best = 0;
            for (var c = 1; c < classes; c++)
                if (scores[c * pixels + at] > scores[best * pixels + at])
                    best = c;
            if (_before[at] != best)
                changed++;
            _before[at] = best;
        }
        return !first && changed <= share * pixels;
    }
}
