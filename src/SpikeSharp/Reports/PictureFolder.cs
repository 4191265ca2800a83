using SpikeSharp.Imaging;

namespace SpikeSharp.Reports;

/// <summary>
/// Takes the pictures of a run. A picture is worth less than the run: one that cannot be drawn or written is noted, and the work goes on.
/// </summary>
/// <param name="folder">The folder; created with the first picture.</param>
/// <param name="note">Told of every picture that is missing, and why.</param>
public sealed class PictureFolder(string folder, Action<string> note)
{
    // Photographs in a grid need no more.
    private const int JpegQuality = 90;

    /// <summary>Draws a picture and writes it, completely or not at all.</summary>
    /// <param name="name">File name; its extension gives the format.</param>
    /// <param name="draw">Makes the picture.</param>
    public void Add(string name, Func<Image> draw)
    {
        try
        {
            Directory.CreateDirectory(folder);
            draw().Save(Path.Combine(folder, name), JpegQuality);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            note($"{name} was not drawn: {e.Message}");
        }
    }
}
