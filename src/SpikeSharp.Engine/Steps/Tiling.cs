namespace SpikeSharp.Engine.Steps;

/// <summary>How the output rows of a convolution are shared out in bands.</summary>
internal readonly record struct Tiling(int Bands, int Rows)
{
    // What a band keeps near: half of a second-level cache of 2 MiB, which weights and maps share.
    private const long BandBytes = 1024 * 1024;

    /// <summary>Rows of the widest band.</summary>
    internal int BandRows => (Rows + Bands - 1) / Bands;

    /// <param name="rows">Output rows.</param>
    /// <param name="rowBytes">What a band keeps for each of them.</param>
    /// <param name="workers">Threads that share the work.</param>
    internal static Tiling Of(int rows, long rowBytes, int workers)
    {
        var fit = (int)Math.Clamp(BandBytes / Math.Max(1, rowBytes), 1, rows);
        var bands = (rows + fit - 1) / fit;
        if (workers > 1)
            bands = Math.Min(rows, (bands + workers - 1) / workers * workers);
        return new Tiling(bands, rows);
    }

    /// <summary>Rows [First, End) of a band.</summary>
    internal (int First, int End) Band(int index) => ((int)((long)Rows * index / Bands), (int)((long)Rows * (index + 1) / Bands));
}
