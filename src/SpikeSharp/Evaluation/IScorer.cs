namespace SpikeSharp.Evaluation;

/// <summary>A network that scores classes, of pixels or of pictures: the trained model, or a compiled graph.</summary>
public interface IScorer : IDisposable
{
    /// <summary>Class names, by class.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>Long side in pixels the network was trained at.</summary>
    int ImageSize { get; }

    /// <summary>Both sides of a picture must be multiples of this.</summary>
    int SizeStep { get; }

    /// <summary>Scores pictures.</summary>
    /// <param name="pixels">Planar RGB bytes [N, 3, H, W].</param>
    /// <param name="count">N.</param>
    /// <param name="height">H, a multiple of <see cref="SizeStep"/>.</param>
    /// <param name="width">W, likewise.</param>
    ScoreMap[] Score(ReadOnlySpan<byte> pixels, int count, int height, int width);
}
