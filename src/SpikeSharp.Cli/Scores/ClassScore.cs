namespace SpikeSharp.Cli.Scores;

/// <summary>How well one class is found, as `--json` tells it.</summary>
internal sealed record ClassScore(
    int Class,
    string Name,
    int Images,
    int Objects,
    double Precision,
    double Recall,
    double Map50,
    double Map
);
