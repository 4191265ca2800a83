namespace SpikeSharp.Engine.EarlyExit;

/// <summary>
/// Whether the result of a converted network has settled, so that more time steps would change nothing (docs/spec/spicalib.md 8.6).
/// </summary>
/// <remarks>Of one image; thresholds are best chosen on calibration pictures.</remarks>
/// <param name="rounds">How many rounds in a row the result must stay.</param>
public abstract class Stability(int rounds)
{
    private protected const int UsualRounds = 2;

    private int _stayed;

    /// <summary>
    /// Share of all time steps before which nothing counts as settled: a deep network finds nothing at first, which looks settled.
    /// </summary>
    public double LeastShare { get; init; } = 0.25;

    /// <summary>Looks at the result of a round.</summary>
    /// <param name="run">Its outputs.</param>
    /// <param name="done">Time steps so far.</param>
    /// <param name="all">Time steps at most.</param>
    /// <returns>True once it has stayed long enough.</returns>
    public bool Add(EngineValues run, int done, int all)
    {
        _stayed = Stays(run) ? _stayed + 1 : 0;
        return _stayed >= rounds && done >= LeastShare * all;
    }

    /// <summary>Whether the result is as it was, or clear enough.</summary>
    private protected abstract bool Stays(EngineValues run);
}
