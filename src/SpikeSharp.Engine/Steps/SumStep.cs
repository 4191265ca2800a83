using SpikeSharp.Engine.Kernels.Neurons;

namespace SpikeSharp.Engine.Steps;

/// <summary>A sum without a convolution, and the neurons that look at it.</summary>
internal sealed unsafe class SumStep(string name, OutputStage output, int channels, int height, int width, int workers) : Step(name)
{
    private readonly int _bands = Math.Min(height, 4 * workers);

    internal override string Kernel => "sum";

    internal override int Items => _bands;

    internal override void Run(byte* arena, byte* scratch, int item)
    {
        var (first, end) = Part(height, _bands, item);
        output.ClearHalos(arena, first, end);
        for (var y = first; y < end; y++)
            output.Row<NoSum>(arena, scratch, 0, 0, y, 0, width, 0, channels);
    }
}
