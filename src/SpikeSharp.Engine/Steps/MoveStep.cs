using SpikeSharp.Engine.Maps;

namespace SpikeSharp.Engine.Steps;

/// <summary>
/// Moves elements to other places: borders, slices, transposes, and whatever else has a table of where each element comes from.
/// </summary>
internal sealed unsafe class MoveStep : MapStep
{
    private readonly MapView _input;
    private readonly int[] _places;

    /// <param name="name">Name of the value.</param>
    /// <param name="input">Where elements come from.</param>
    /// <param name="output">Where they go; of the same kind.</param>
    /// <param name="places">Row-major index into [C, H, W] of the input for each element of [C, H, W] of the output; −1 for zeros.</param>
    /// <param name="workers">Threads that share the work.</param>
    internal MoveStep(string name, MapView input, MapView output, int[] places, int workers)
        : base(name, output, workers)
    {
        _input = input;
        int plane = input.Buffer.Height * input.Buffer.Width,
            width = output.Buffer.Width,
            height = output.Buffer.Height;
        var size = input.Buffer.IsSpikes ? 1 : sizeof(float);
        _places = new int[places.Length];
        for (var i = 0; i < places.Length; i++)
        {
            var (c, at) = Math.DivRem(i, height * width);
            var from = places[i];
            _places[at * output.Channels + c] =
                from < 0
                    ? -1
                    : checked(
                        (int)(
                            (from % plane / input.Buffer.Width * input.Buffer.RowBytes)
                            + (from % input.Buffer.Width * input.Buffer.PixelBytes)
                            + (from / plane * size)
                        )
                    );
        }
    }

    internal override string Kernel => "move";

    private protected override void Row(byte* arena, byte* scratch, int t, int y)
    {
        var source = _input.At(arena, t, 0, 0);
        var places = _places.AsSpan(y * Output.Buffer.Width * Output.Channels, Output.Buffer.Width * Output.Channels);
        for (var x = 0; x < Output.Buffer.Width; x++)
        {
            var target = Output.At(arena, t, y, x);
            for (var c = 0; c < Output.Channels; c++)
            {
                var place = places[x * Output.Channels + c];
                if (Output.Buffer.IsSpikes)
                    target[c] = place < 0 ? (byte)0 : source[place];
                else
                    ((float*)target)[c] = place < 0 ? 0 : *(float*)(source + place);
            }
        }
    }
}
