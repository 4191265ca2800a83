using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpikeSharp.Engine.Kernels.Events;
using SpikeSharp.Engine.Kernels.Neurons;
using SpikeSharp.Engine.Kernels.Reals;
using SpikeSharp.Engine.Maps;
using SpikeSharp.Engine.Weights;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Engine.Steps;

/// <summary>A convolution over real numbers, dense.</summary>
internal sealed unsafe class RealConvolution<TKernel> : Step
    where TKernel : struct, IRealKernel
{
    private const int BlockOutputs = RealWeights.BlockOutputs;
    private const int PixelBytes = BlockOutputs * sizeof(float);

    private readonly Convolution _convolution;
    private readonly MapView _input;
    private readonly RealWeights _weights;
    private readonly OutputStage _output;
    private readonly Tiling _tiling;
    private readonly int _width;
    private readonly int _steps;

    internal RealConvolution(
        string name,
        Convolution convolution,
        MapView input,
        RealWeights weights,
        OutputStage output,
        int height,
        int width,
        int workers
    )
        : base(name)
    {
        (_convolution, _input, _weights, _output, _width) = (convolution, input, weights, output, width);
        _steps = input.Buffer.Steps;
        _tiling = Tiling.Of(height, (long)_steps * width * PixelBytes, workers);
    }

    internal override string Kernel => "dense float";

    internal override long Macs => (long)_convolution.Weight.Values.Length * _tiling.Rows * _width * _steps;

    internal override LayerArithmetic Arithmetic => LayerArithmetic.Float32;

    internal override MapView? Input => _input;

    internal override int Items => _tiling.Bands;

    internal override long ScratchBytes => (long)_steps * _tiling.BandRows * _width * PixelBytes;

    internal override void Run(byte* arena, byte* scratch, int item)
    {
        var (first, end) = _tiling.Band(item);
        var rows = end - first;
        _output.ClearHalos(arena, first, end);
        for (var block = 0; block < _weights.Blocks; block++)
        {
            switch (_weights.Quarters(block))
            {
                case 1:
                    Accumulate<OneQuarter>(arena, block, first, rows, (float*)scratch);
                    break;
                default:
                    Accumulate<TwoQuarters>(arena, block, first, rows, (float*)scratch);
                    break;
            }
            int channel = block * BlockOutputs,
                channels = Math.Min(BlockOutputs, _weights.Outputs - channel);
            for (var y = 0; y < rows; y++)
                _output.Row<RealSum>(
                    arena,
                    scratch + (nint)y * _width * PixelBytes,
                    PixelBytes,
                    StepSums(rows * _width, PixelBytes),
                    first + y,
                    0,
                    _width,
                    channel,
                    channels
                );
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Accumulate<TQuarters>(byte* arena, int block, int first, int rows, float* sums)
        where TQuarters : struct, IQuarters
    {
        NativeMemory.Clear(sums, (nuint)((nint)_steps * rows * _width * PixelBytes));
        for (var k = 0; k < _weights.Chunks.Length; k++)
        {
            var chunk = _weights.Chunks[k];
            for (var t = 0; t < _steps; t++)
            {
                for (var y = 0; y < rows; y++)
                {
                    var row = (first + y) * _convolution.Stride - _convolution.Padding + chunk.Row;
                    var window = (float*)_input.At(arena, t, row, -_convolution.Padding) + chunk.Offset;
                    TKernel.Accumulate<TQuarters>(
                        _weights.Of(block, k),
                        window,
                        (nint)_convolution.Stride * _input.Buffer.Channels,
                        chunk.Length,
                        sums + (nint)(t * rows + y) * _width * BlockOutputs,
                        BlockOutputs,
                        _width
                    );
                }
            }
        }
    }

    // What does not change over time has one set of sums for every t.
    private nint StepSums(int pixels, nint pixelBytes) => _steps == 1 ? 0 : pixels * pixelBytes;
}
