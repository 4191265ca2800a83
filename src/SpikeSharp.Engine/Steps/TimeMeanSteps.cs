using SpikeSharp.Engine.Maps;

namespace SpikeSharp.Engine.Steps;

/// <summary>Adds up the time steps of a round.</summary>
internal sealed unsafe class TimeSumStep(string name, MapView input, StateMap sums, int workers) : Step(name)
{
    private readonly int _bands = Math.Min(input.Buffer.Height, 4 * workers);

    internal override string Kernel => "sum over time";

    internal override int Items => _bands;

    internal override void Run(byte* arena, byte* scratch, int item)
    {
        var (first, end) = Part(input.Buffer.Height, _bands, item);
        for (int t = 0; t < input.Buffer.Steps; t++)
        {
            for (int y = first; y < end; y++)
            {
                for (int x = 0; x < input.Buffer.Width; x++) Add(input.At(arena, t, y, x), sums.At(arena, y, x));
            }
        }
    }

    private void Add(byte* source, float* sum)
    {
        for (int c = 0; c < input.Channels; c++) sum[c] += input.Buffer.IsSpikes ? input.Spike(source[c]) : ((float*)source)[c];
    }
}

/// <summary>The mean over the time steps so far.</summary>
internal sealed unsafe class MeanSoFarStep(string name, StateMap sums, MapView output, int workers) : MapStep(name, output, workers)
{
    internal override string Kernel => "mean";

    private protected override void Row(byte* arena, int t, int y)
    {
        float steps = RunClock.Of(arena)->Done;
        for (int x = 0; x < Output.Buffer.Width; x++)
        {
            float* sum = sums.At(arena, y, x), target = (float*)Output.At(arena, 0, y, x);
            for (int c = 0; c < Output.Channels; c++) target[c] = sum[c] / steps;
        }
    }
}
