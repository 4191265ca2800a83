namespace SpikeSharp.Engine.EarlyExit;

/// <summary>A classifier's best class is the same, and ahead of the next by a margin.</summary>
/// <param name="output">Scores, one a class.</param>
/// <param name="margin">In units of the scores.</param>
/// <param name="rounds">How many rounds in a row.</param>
public sealed class StableClass(string output, float margin, int rounds = Stability.UsualRounds) : Stability(rounds)
{
    private int _best = -1;

    private protected override bool Stays(EngineValues run)
    {
        var scores = run.Output(output);
        var best = 0;
        for (var c = 1; c < scores.Length; c++)
            if (scores[c] > scores[best])
                best = c;
        var next = float.NegativeInfinity;
        for (var c = 0; c < scores.Length; c++)
            if (c != best)
                next = MathF.Max(next, scores[c]);
        var same = best == _best;
        _best = best;
        return same && scores[best] - next >= margin;
    }
}
