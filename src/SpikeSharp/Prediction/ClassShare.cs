namespace SpikeSharp.Prediction;

/// <summary>A class in a picture.</summary>
/// <param name="Class">The class.</param>
/// <param name="Name">Its name.</param>
/// <param name="Share">Of a segmenter its share of the pixels, of a classifier its probability.</param>
public sealed record ClassShare(int Class, string Name, double Share);
