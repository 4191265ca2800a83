using SpikeSharp.Engine.Maps;

namespace SpikeSharp.Engine.Steps;

/// <summary>Numbers that do not depend on the picture.</summary>
internal sealed unsafe class ConstantStep : MapStep
{
    private readonly float[] _values;

    /// <param name="name">Name of the value.</param>
    /// <param name="values">[C, H, W].</param>
    /// <param name="output">Where they go.</param>
    /// <param name="workers">Threads that share the work.</param>
    internal ConstantStep(string name, ReadOnlySpan<double> values, MapView output, int workers)
        : base(name, output, workers)
    {
        var plane = output.Buffer.Height * output.Buffer.Width;
        _values = new float[values.Length];
        for (var i = 0; i < values.Length; i++)
            _values[i % plane * output.Channels + i / plane] = (float)values[i];
    }

    internal override string Kernel => "constant";

    private protected override void Row(byte* arena, byte* scratch, int t, int y)
    {
        int channels = Output.Channels,
            first = y * Output.Buffer.Width * channels;
        for (var x = 0; x < Output.Buffer.Width; x++)
            _values.AsSpan(first + x * channels, channels).CopyTo(new Span<float>(Output.At(arena, t, y, x), channels));
    }
}
