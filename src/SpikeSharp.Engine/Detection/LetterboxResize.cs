using System.Buffers;
using System.Runtime.CompilerServices;
using SpikeSharp.Engine.Maps;

namespace SpikeSharp.Engine.Detection;

/// <summary>Draws a picture into the network's input, bilinear with the fixed-point arithmetic of OpenCV, so that pixels are those the
/// network
/// was trained on, to the bit.</summary>
internal static unsafe class LetterboxResize
{
    // OpenCV: coefficients of 11 bits; the vertical pass drops 4 and 16 bits, and rounds the last 2.
    private const int Scale = 1 << 11;
    private const int Channels = 3;

    private static readonly float[] Levels = [.. Enumerable.Range(0, 256).Select(level => level / 255f)];

    /// <param name="rgb">[height, width, 3].</param>
    /// <param name="plan">Where it goes.</param>
    /// <param name="input">The network's input.</param>
    /// <param name="arena">Where it lies.</param>
    internal static void Draw(ReadOnlySpan<byte> rgb, LetterboxPlan plan, MapView input, byte* arena)
    {
        input.ClearHalo(arena, 0, 0, plan.Height);
        var columns = ArrayPool<int>.Shared.Rent(2 * plan.ResizedWidth);
        var rows = ArrayPool<int>.Shared.Rent(2 * Channels * plan.ResizedWidth);
        var halves = plan.SourceWidth == 2 * plan.ResizedWidth && plan.SourceHeight == 2 * plan.ResizedHeight;
        Columns(plan, columns);
        int first = -1,
            second = -1;
        var scaleY = 1.0 / ((double)plan.ResizedHeight / plan.SourceHeight);
        fixed (byte* source = rgb)
        {
            for (var y = 0; y < plan.Height; y++)
            {
                var row = (float*)input.At(arena, 0, y, 0);
                var at = y - plan.Top;
                if (at < 0 || at >= plan.ResizedHeight)
                {
                    new Span<float>(row, plan.Width * Channels).Fill(Levels[LetterboxPlan.Grey]);
                    continue;
                }
                new Span<float>(row, plan.Left * Channels).Fill(Levels[LetterboxPlan.Grey]);
                var inside = row + plan.Left * Channels;
                if (halves)
                    Halve(source, plan, at, inside);
                else
                {
                    var (top, fraction) = Place(at, scaleY);
                    int upper = Math.Clamp(top, 0, plan.SourceHeight - 1),
                        lower = Math.Clamp(top + 1, 0, plan.SourceHeight - 1);
                    var a = rows.AsSpan(0, Channels * plan.ResizedWidth);
                    var b = rows.AsSpan(Channels * plan.ResizedWidth, Channels * plan.ResizedWidth);
                    if (upper == second && first != second)
                    {
                        b.CopyTo(a);
                        first = upper;
                    }
                    if (first != upper)
                        Horizontal(source + (nint)upper * plan.SourceWidth * Channels, plan, columns, a);
                    if (second != lower)
                        Horizontal(source + (nint)lower * plan.SourceWidth * Channels, plan, columns, b);
                    (first, second) = (upper, lower);
                    Vertical(a, b, Coefficient(1 - fraction), Coefficient(fraction), inside);
                }
                var right = plan.Left + plan.ResizedWidth;
                new Span<float>(row + right * Channels, (plan.Width - right) * Channels).Fill(Levels[LetterboxPlan.Grey]);
            }
        }
        ArrayPool<int>.Shared.Return(rows);
        ArrayPool<int>.Shared.Return(columns);
    }

    /// <summary>For each column its left neighbour's first byte, and the weight of its right neighbour.</summary>
    private static void Columns(LetterboxPlan plan, Span<int> columns)
    {
        var scale = 1.0 / ((double)plan.ResizedWidth / plan.SourceWidth);
        for (var x = 0; x < plan.ResizedWidth; x++)
        {
            var (left, fraction) = Place(x, scale);
            if (left < 0)
                (left, fraction) = (0, 0);
            if (left >= plan.SourceWidth - 1)
                (left, fraction) = (plan.SourceWidth - 1, 0);
            columns[2 * x] = left * Channels;
            // Both weights are rounded on their own; here the pair is packed.
            columns[2 * x + 1] = Coefficient(1 - fraction) << 16 | Coefficient(fraction);
        }
    }

    private static (int Whole, float Fraction) Place(int at, double scale)
    {
        var place = (float)((at + 0.5) * scale - 0.5);
        var whole = (int)MathF.Floor(place);
        return (whole, place - whole);
    }

    private static int Coefficient(float weight) => (int)MathF.Round(weight * Scale);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Horizontal(byte* source, LetterboxPlan plan, ReadOnlySpan<int> columns, Span<int> result)
    {
        var last = (plan.SourceWidth - 1) * Channels;
        for (var x = 0; x < plan.ResizedWidth; x++)
        {
            int left = columns[2 * x],
                right = Math.Min(left + Channels, last);
            int near = columns[2 * x + 1] >> 16,
                far = columns[2 * x + 1] & 0xffff;
            for (var c = 0; c < Channels; c++)
                result[Channels * x + c] = source[left + c] * near + source[right + c] * far;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Vertical(ReadOnlySpan<int> upper, ReadOnlySpan<int> lower, int near, int far, float* result)
    {
        for (var i = 0; i < upper.Length; i++)
        {
            var level = ((near * (upper[i] >> 4) >> 16) + (far * (lower[i] >> 4) >> 16) + 2) >> 2;
            result[i] = Levels[Math.Clamp(level, 0, 255)];
        }
    }

    // At exactly one half OpenCV takes the mean of four.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Halve(byte* source, LetterboxPlan plan, int at, float* result)
    {
        byte* upper = source + (nint)(2 * at) * plan.SourceWidth * Channels,
            lower = upper + (nint)plan.SourceWidth * Channels;
        for (var x = 0; x < plan.ResizedWidth; x++, upper += 2 * Channels, lower += 2 * Channels)
        {
            for (var c = 0; c < Channels; c++)
                result[Channels * x + c] = Levels[(upper[c] + upper[c + Channels] + lower[c] + lower[c + Channels] + 2) >> 2];
        }
    }
}
