using SpikeSharp.Graph;

namespace SpikeSharp.Engine;

/// <summary>Puts an input into its map, channels last.</summary>
internal static unsafe class InputLoader
{
    /// <summary>Numbers [frames, C, H, W], as they are.</summary>
    internal static void Load(RunContext context, string name, InputTensor input)
    {
        var view = context.Program.Maps[name];
        var (channels, height, width) = (input.Channels, input.Height, input.Width);
        var plane = height * width;
        fixed (float* values = input.Values)
        {
            for (var t = 0; t < input.Frames; t++)
            {
                view.ClearHalo(context.Arena, t, 0, height);
                for (var y = 0; y < height; y++)
                {
                    var row = (float*)view.At(context.Arena, t, y, 0);
                    for (var c = 0; c < channels; c++)
                    {
                        var source = values + ((nint)t * channels + c) * plane + y * width;
                        for (var x = 0; x < width; x++)
                            row[x * channels + c] = source[x];
                    }
                }
            }
        }
    }

    /// <summary>Levels [H, W, C], a byte each, as the numbers that the network wants for them.</summary>
    /// <param name="context">The run.</param>
    /// <param name="name">Of the input.</param>
    /// <param name="pixels">[H, W, C].</param>
    /// <param name="levels">The number for each level.</param>
    internal static void Load(RunContext context, string name, ReadOnlySpan<byte> pixels, float[] levels)
    {
        var view = context.Program.Maps[name];
        var (height, row) = (view.Buffer.Height, view.Buffer.Width * view.Channels);
        view.ClearHalo(context.Arena, 0, 0, height);
        fixed (byte* bytes = pixels)
        fixed (float* numbers = levels)
        {
            for (var y = 0; y < height; y++)
            {
                var source = bytes + (nint)y * row;
                var target = (float*)view.At(context.Arena, 0, y, 0);
                for (var i = 0; i < row; i++)
                    target[i] = numbers[source[i]];
            }
        }
    }
}
