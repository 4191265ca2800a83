using System.Buffers;
using System.Runtime.CompilerServices;
using SpikeSharp.Engine.Maps;
using SpikeSharp.Graph.Detection;

namespace SpikeSharp.Engine.Detection;

/// <summary>Draws a picture into the network's input, bilinear with the fixed-point arithmetic of OpenCV, so that pixels are those the
/// network was trained on, to the bit.</summary>
internal static unsafe class LetterboxResize
{
    // OpenCV: coefficients of 11 bits; the vertical pass drops 4 and 16 bits, and rounds the last 2.
    private const int Scale = 1 << 11;

    /// <param name="pixels">[height, width, channels], as many as the input has.</param>
    /// <param name="plan">Where it goes.</param>
    /// <param name="input">The network's input.</param>
    /// <param name="arena">Where it lies.</param>
    /// <param name="levels">The number for each level of a byte.</param>
    internal static void Draw(ReadOnlySpan<byte> pixels, Letterbox plan, MapView input, byte* arena, float[] levels)
    {
        if (input.Channels == 3)
            Draw(pixels, plan, input, arena, levels, new Three());
        else
            Draw(pixels, plan, input, arena, levels, new Some(input.Channels));
    }

    private static void Draw<TChannels>(
        ReadOnlySpan<byte> pixels,
        Letterbox plan,
        MapView input,
        byte* arena,
        float[] levels,
        TChannels channels
    )
        where TChannels : struct, IChannels
    {
        var count = channels.Count;
        var grey = levels[Letterbox.Grey];
        input.ClearHalo(arena, 0, 0, plan.Height);
        var columns = ArrayPool<int>.Shared.Rent(2 * plan.ResizedWidth);
        var rows = ArrayPool<int>.Shared.Rent(2 * count * plan.ResizedWidth);
        var halves = plan.SourceWidth == 2 * plan.ResizedWidth && plan.SourceHeight == 2 * plan.ResizedHeight;
        Columns(plan, columns, count);
        int first = -1,
            second = -1;
        var scaleY = 1.0 / ((double)plan.ResizedHeight / plan.SourceHeight);
        fixed (byte* source = pixels)
        {
            for (var y = 0; y < plan.Height; y++)
            {
                var row = (float*)input.At(arena, 0, y, 0);
                var at = y - plan.Top;
                if (at < 0 || at >= plan.ResizedHeight)
                {
                    new Span<float>(row, plan.Width * count).Fill(grey);
                    continue;
                }
                new Span<float>(row, plan.Left * count).Fill(grey);
                var inside = row + plan.Left * count;
                if (halves)
                    Halve(source, plan, at, inside, levels, channels);
                else
                {
                    var (top, fraction) = Place(at, scaleY);
                    int upper = Math.Clamp(top, 0, plan.SourceHeight - 1),
                        lower = Math.Clamp(top + 1, 0, plan.SourceHeight - 1);
                    var a = rows.AsSpan(0, count * plan.ResizedWidth);
                    var b = rows.AsSpan(count * plan.ResizedWidth, count * plan.ResizedWidth);
                    if (upper == second && first != second)
                    {
                        b.CopyTo(a);
                        first = upper;
                    }
                    if (first != upper)
                        Horizontal(source + (nint)upper * plan.SourceWidth * count, plan, columns, a, channels);
                    if (second != lower)
                        Horizontal(source + (nint)lower * plan.SourceWidth * count, plan, columns, b, channels);
                    (first, second) = (upper, lower);
                    Vertical(a, b, Coefficient(1 - fraction), Coefficient(fraction), inside, levels);
                }
                var right = plan.Left + plan.ResizedWidth;
                new Span<float>(row + right * count, (plan.Width - right) * count).Fill(grey);
            }
        }
        ArrayPool<int>.Shared.Return(rows);
        ArrayPool<int>.Shared.Return(columns);
    }

    /// <summary>For each column its left neighbour's first byte, and the weight of its right neighbour.</summary>
    private static void Columns(Letterbox plan, Span<int> columns, int channels)
    {
        var scale = 1.0 / ((double)plan.ResizedWidth / plan.SourceWidth);
        for (var x = 0; x < plan.ResizedWidth; x++)
        {
            var (left, fraction) = Place(x, scale);
            if (left < 0)
                (left, fraction) = (0, 0);
            if (left >= plan.SourceWidth - 1)
                (left, fraction) = (plan.SourceWidth - 1, 0);
            columns[2 * x] = left * channels;
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
    private static void Horizontal<TChannels>(byte* source, Letterbox plan, ReadOnlySpan<int> columns, Span<int> result, TChannels channels)
        where TChannels : struct, IChannels
    {
        var count = channels.Count;
        var last = (plan.SourceWidth - 1) * count;
        for (var x = 0; x < plan.ResizedWidth; x++)
        {
            int left = columns[2 * x],
                right = Math.Min(left + count, last);
            int near = columns[2 * x + 1] >> 16,
                far = columns[2 * x + 1] & 0xffff;
            for (var c = 0; c < count; c++)
                result[count * x + c] = source[left + c] * near + source[right + c] * far;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Vertical(ReadOnlySpan<int> upper, ReadOnlySpan<int> lower, int near, int far, float* result, float[] levels)
    {
        for (var i = 0; i < upper.Length; i++)
        {
            var level = ((near * (upper[i] >> 4) >> 16) + (far * (lower[i] >> 4) >> 16) + 2) >> 2;
            result[i] = levels[Math.Clamp(level, 0, 255)];
        }
    }

    // At exactly one half OpenCV takes the mean of four. It rounds halves up with the channels that it has vectors for, else to even.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Halve<TChannels>(byte* source, Letterbox plan, int at, float* result, float[] levels, TChannels channels)
        where TChannels : struct, IChannels
    {
        var count = channels.Count;
        var upwards = count is 1 or 3 or 4;
        byte* upper = source + (nint)(2 * at) * plan.SourceWidth * count,
            lower = upper + (nint)plan.SourceWidth * count;
        for (var x = 0; x < plan.ResizedWidth; x++, upper += 2 * count, lower += 2 * count)
        {
            for (var c = 0; c < count; c++)
            {
                var sum = upper[c] + upper[c + count] + lower[c] + lower[c + count];
                result[count * x + c] = levels[(sum + (upwards ? 2 : 1 + (sum >> 2 & 1))) >> 2];
            }
        }
    }

    /// <summary>How many channels a pixel has: three as a constant, for which the compiler unrolls the loops over them.</summary>
    private interface IChannels
    {
        int Count { get; }
    }

    private readonly struct Three : IChannels
    {
        public int Count => 3;
    }

    private readonly record struct Some(int Count) : IChannels;
}
