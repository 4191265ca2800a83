namespace SpikeSharp.Imaging.Drawing;

/// <summary>Colours that are easy to tell apart, one a class.</summary>
public static class Palette
{
    private const int Most = 180;

    private static readonly Rgb[] Colours =
    [
        new(0x2F, 0x6F, 0xEB),
        new(0xE5, 0x48, 0x2D),
        new(0x1F, 0xA1, 0x67),
        new(0xF2, 0xA9, 0x00),
        new(0x8E, 0x4E, 0xC6),
        new(0x12, 0xA5, 0xBC),
        new(0xE9, 0x3D, 0x82),
        new(0x7C, 0xB5, 0x18),
        new(0xA1, 0x5C, 0x2E),
        new(0x3E, 0x52, 0x8C),
        new(0xFF, 0x7B, 0x54),
        new(0x00, 0x8F, 0x8C),
        new(0xC9, 0x4F, 0xE0),
        new(0x6B, 0x7F, 0x3A),
        new(0xB9, 0x1C, 0x4A),
        new(0x5A, 0x9B, 0xF6),
        new(0xD4, 0x7F, 0x0E),
        new(0x4C, 0xC3, 0x8A),
        new(0x6F, 0x5B, 0xD6),
        new(0x70, 0x76, 0x80),
    ];

    /// <summary>
    /// The colour of a class. After twenty they come again lighter, darker, lighter still and so on, and after 180 as they were.
    /// </summary>
    /// <param name="number">The class, from 0.</param>
    public static Rgb Colour(int number)
    {
        var (round, place) = Math.DivRem((number % Most + Most) % Most, Colours.Length);
        return round == 0 ? Colours[place] : Colours[place].Mix(round % 2 == 1 ? Rgb.White : Rgb.Black, 0.2 * ((round + 1) / 2));
    }
}
