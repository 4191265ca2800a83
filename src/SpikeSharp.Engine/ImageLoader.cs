using SpikeSharp.Graph;

namespace SpikeSharp.Engine;

/// <summary>Puts an image into its map, channels last.</summary>
internal static unsafe class ImageLoader
{
    internal static void Load(RunContext context, string name, ImageTensor image) =>
        Load(context, name, image.Values, image.Height, image.Width, image.Channels, value => value);

    /// <summary>Planar bytes [C, H, W], 0…255, as numbers 0…1.</summary>
    internal static void Load(RunContext context, string name, ReadOnlySpan<byte> planes, int height, int width, int channels) =>
        Load(context, name, planes, height, width, channels, level => Levels[level]);

    // As the reference divides: in float32.
    private static readonly float[] Levels = [.. Enumerable.Range(0, 256).Select(level => level / 255f)];

    private static void Load<T>(
        RunContext context,
        string name,
        ReadOnlySpan<T> planes,
        int height,
        int width,
        int channels,
        Func<T, float> number
    )
        where T : unmanaged
    {
        var view = context.Program.Maps[name];
        var plane = height * width;
        view.ClearHalo(context.Arena, 0, 0, height);
        fixed (T* values = planes)
        {
            for (var y = 0; y < height; y++)
            {
                var row = (float*)view.At(context.Arena, 0, y, 0);
                for (var c = 0; c < channels; c++)
                {
                    var source = values + (nint)c * plane + y * width;
                    for (var x = 0; x < width; x++)
                        row[x * channels + c] = number(source[x]);
                }
            }
        }
    }
}
