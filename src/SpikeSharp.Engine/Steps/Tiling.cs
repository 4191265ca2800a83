namespace SpikeSharp.Engine.Steps;

/// <summary>How the outputs of a convolution are shared out: bands of rows, and groups of blocks of channels where there are few rows.</summary>
internal readonly record struct Tiling(int Bands, int Groups, int Rows, int Blocks)
{
    // What a band keeps near: half of a second-level cache of 2 MiB, which weights and maps share.
    private const long BandBytes = 1024 * 1024;

    internal int Items => Bands * Groups;

    /// <summary>Rows of the widest band.</summary>
    internal int BandRows => (Rows + Bands - 1) / Bands;

    /// <param name="rows">Output rows.</param>
    /// <param name="rowBytes">What a band keeps for each of them.</param>
    /// <param name="blocks">Blocks of output channels.</param>
    /// <param name="workers">Threads that share the work.</param>
    internal static Tiling Of(int rows, long rowBytes, int blocks, int workers)
    {
        int fit = (int)Math.Clamp(BandBytes / Math.Max(1, rowBytes), 1, rows);
        int bands = (rows + fit - 1) / fit;
        if (workers > 1) bands = Math.Min(rows, (bands + workers - 1) / workers * workers);
        return new Tiling(bands, 1, rows, blocks);
    }

    internal (int First, int End) BandOf(int item) => Part(Rows, Bands, item / Groups);

    internal (int First, int End) BlocksOf(int item) => Part(Blocks, Groups, item % Groups);

    private static (int First, int End) Part(int count, int parts, int index) =>
        ((int)((long)count * index / parts), (int)((long)count * (index + 1) / parts));
}
