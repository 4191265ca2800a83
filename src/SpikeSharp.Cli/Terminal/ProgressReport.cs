namespace SpikeSharp.Cli.Terminal;

/// <summary>How far a piece of work has come; may be told from any thread.</summary>
/// <param name="total">How many parts there are.</param>
/// <param name="changed">Called, one call at a time, with the parts done and a few words about the present state.</param>
internal sealed class ProgressReport(long total, Action<long, string> changed) : IProgress<(int Done, int Total)>
{
    private readonly Lock _gate = new();
    private long _done;
    private string _note = "";

    /// <summary>How many parts there are.</summary>
    public long Total { get; } = total;

    /// <summary>More parts are done.</summary>
    /// <param name="parts">How many.</param>
    /// <param name="words">The state to show beside the bar; null leaves what stands there.</param>
    public void Advance(long parts = 1, string? words = null)
    {
        lock (_gate)
        {
            _done = Math.Min(_done + parts, Total);
            _note = words ?? _note;
            changed(_done, _note);
        }
    }

    /// <summary>So many parts are done, of all.</summary>
    public void Report((int Done, int Total) value)
    {
        lock (_gate)
            changed(_done = Math.Min(value.Done, Total), _note);
    }
}
