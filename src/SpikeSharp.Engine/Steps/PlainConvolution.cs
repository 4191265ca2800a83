using SpikeSharp.Engine.Kernels.Neurons;
using SpikeSharp.Engine.Maps;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Engine.Steps;

/// <summary>A convolution of any kind by plain loops with float64 sums: for groups that are neither one nor all, and spikes too large for
/// the packed kernels.</summary>
internal sealed unsafe class PlainConvolution(
    string name,
    Convolution convolution,
    float[] weight,
    MapView input,
    OutputStage output,
    int height,
    int width,
    int workers
) : Step(name)
{
    private readonly int _bands = Math.Min(height, 4 * workers);

    internal override string Kernel => "plain loops";

    internal override long Macs => (long)convolution.Weight.Values.Length * height * width * input.Buffer.Steps;

    internal override MapView? Input => input;

    internal override int Items => _bands;

    internal override long ScratchBytes => (long)input.Buffer.Steps * width * Padded * sizeof(float);

    private int Padded => convolution.OutChannels + 8;

    internal override void Run(byte* arena, byte* scratch, int item)
    {
        var (first, end) = Part(height, _bands, item);
        output.ClearHalos(arena, first, end);
        nint pixel = Padded * sizeof(float);
        for (var y = first; y < end; y++)
        {
            for (var t = 0; t < input.Buffer.Steps; t++)
            {
                for (var x = 0; x < width; x++)
                    Pixel(arena, t, y, x, (float*)(scratch + (t * width + x) * pixel));
            }
            output.Row<RealSum>(
                arena,
                scratch,
                pixel,
                input.Buffer.Steps == 1 ? 0 : width * pixel,
                y,
                0,
                width,
                0,
                convolution.OutChannels
            );
        }
    }

    private void Pixel(byte* arena, int t, int y, int x, float* sums)
    {
        int inputs = input.Channels / convolution.Groups,
            outputs = convolution.OutChannels / convolution.Groups;
        int kh = convolution.KernelHeight,
            kw = convolution.KernelWidth;
        for (var o = 0; o < convolution.OutChannels; o++)
        {
            double sum = 0;
            for (var ky = 0; ky < kh; ky++)
            {
                for (var kx = 0; kx < kw; kx++)
                {
                    var at = input.At(
                        arena,
                        t,
                        y * convolution.Stride - convolution.Padding + ky,
                        x * convolution.Stride - convolution.Padding + kx
                    );
                    for (var i = 0; i < inputs; i++)
                    {
                        var c = o / outputs * inputs + i;
                        double value = input.Buffer.IsSpikes ? input.Spike(at[c]) : ((float*)at)[c];
                        sum += value * weight[((o * inputs + i) * kh + ky) * kw + kx];
                    }
                }
            }
            sums[o] = (float)sum;
        }
    }
}
