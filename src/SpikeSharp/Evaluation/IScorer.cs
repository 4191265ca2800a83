using SpikeSharp.Data.Batches;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Evaluation;

/// <summary>A network that scores classes, of pixels or of pictures: the trained model, or a compiled graph.</summary>
public interface IScorer : IDisposable
{
    /// <summary>Class names, by class.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>Long side in pixels the network was trained at.</summary>
    int ImageSize { get; }

    /// <summary>What pictures it takes.</summary>
    Input Input { get; }

    /// <summary>Both sides of a picture must be multiples of this.</summary>
    int SizeStep { get; }

    /// <summary>Scores pictures.</summary>
    /// <param name="pictures">Of the network's channels; both sides multiples of <see cref="SizeStep"/>.</param>
    ScoreMap[] Score(PixelBatch pictures);
}
