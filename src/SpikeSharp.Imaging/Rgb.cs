namespace SpikeSharp.Imaging;

/// <summary>A colour; each part 0…255.</summary>
/// <param name="R">Red.</param>
/// <param name="G">Green.</param>
/// <param name="B">Blue.</param>
public readonly record struct Rgb(byte R, byte G, byte B)
{
    /// <summary>Black.</summary>
    public static Rgb Black => default;

    /// <summary>White.</summary>
    public static Rgb White => new(255, 255, 255);

    /// <summary>Three equal parts.</summary>
    /// <param name="level">0 black … 255 white.</param>
    public static Rgb Grey(byte level) => new(level, level, level);

    /// <summary>Black or white, whichever is easier to read on this colour.</summary>
    public Rgb TextColour() => 0.299 * R + 0.587 * G + 0.114 * B > 150 ? Black : White;

    /// <summary>A colour on the straight line to another.</summary>
    /// <param name="other">The colour at 1.</param>
    /// <param name="share">0 this colour … 1 the other.</param>
    public Rgb Mix(Rgb other, double share)
    {
        return new(Part(R, other.R), Part(G, other.G), Part(B, other.B));
        byte Part(byte from, byte to) => (byte)Math.Clamp(Math.Round(from + (to - from) * share), 0, 255);
    }
}
