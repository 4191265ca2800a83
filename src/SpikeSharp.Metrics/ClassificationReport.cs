namespace SpikeSharp.Metrics;

/// <summary>How well a classifier does.</summary>
/// <param name="Images">Images counted.</param>
/// <param name="Top1">Share whose class has the highest score.</param>
/// <param name="Top5">Share whose class is among the five highest.</param>
/// <param name="Confusion">Images by [actual, predicted].</param>
public sealed record ClassificationReport(int Images, double Top1, double Top5, long[,] Confusion)
{
    /// <summary>Images of a class, and how many of them were taken for it.</summary>
    /// <param name="number">The class.</param>
    public (long Images, long Right) Class(int number)
    {
        long all = 0;
        for (var k = 0; k < Confusion.GetLength(1); k++)
            all += Confusion[number, k];
        return (all, Confusion[number, number]);
    }
}
