using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using SpikeSharp.Engine.Kernels.Reals;
using SpikeSharp.Engine.Maps;
using SpikeSharp.Engine.Weights;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Engine.Steps;

/// <summary>
/// Scores of the classes at every pixel, row by row: masks at the picture's size, through a sigmoid, times the queries' classes.
/// </summary>
internal sealed unsafe class SemanticStep<TKernel> : Step
    where TKernel : struct, IRealKernel
{
    private readonly MapView _classes,
        _masks,
        _output;
    private readonly PackedMatrix _shares;
    private readonly Bilinear.Sample[] _rows,
        _columns;
    private readonly int _bands;

    // A pixel's masks and what fills its last vector, which reads numbers of the next pixel and is multiplied with nothing.
    private readonly int _queries;

    internal SemanticStep(string name, MapView classes, MapView masks, MapView output, int workers)
        : base(name)
    {
        (_classes, _masks, _output) = (classes, masks, output);
        _shares = new PackedMatrix(masks.Channels, output.Channels);
        _rows = Bilinear.Samples(masks.Buffer.Height, output.Buffer.Height);
        _columns = Bilinear.Samples(masks.Buffer.Width, output.Buffer.Width);
        _bands = Math.Min(output.Buffer.Height, 4 * workers);
        _queries = (masks.Channels + Vector256<float>.Count - 1) / Vector256<float>.Count * Vector256<float>.Count;
    }

    internal override string Kernel => "semantic";

    internal override long Macs => (long)_shares.Inputs * _shares.Outputs * _output.Buffer.Height * _output.Buffer.Width;

    internal override LayerArithmetic Arithmetic => LayerArithmetic.Float32;

    internal override int Items => _bands;

    internal override long ScratchBytes =>
        (_shares.Count + PackedMatrix.SumsCount(_output.Buffer.Width) + MaskCount(_masks) + MaskCount(_output) + _classes.Channels)
        * sizeof(float);

    private long MaskCount(MapView view) => (long)view.Buffer.Width * _queries;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void Run(byte* arena, byte* scratch, int item)
    {
        var (first, end) = Part(_output.Buffer.Height, _bands, item);
        var shares = (float*)scratch;
        float* sums = shares + _shares.Count,
            between = sums + PackedMatrix.SumsCount(_output.Buffer.Width),
            mask = between + MaskCount(_masks);
        Pack(arena, shares, mask + MaskCount(_output));
        _output.ClearHalo(arena, 0, first, end);
        for (var y = first; y < end; y++)
        {
            Resize(arena, _rows[y], between, mask);
            _shares.Multiply<TKernel>(
                shares,
                mask,
                _queries,
                _output.Buffer.Width,
                sums,
                (float*)_output.At(arena, 0, y, 0),
                _output.Buffer.Channels
            );
        }
    }

    /// <summary>Sigmoids of a row of masks, [W, Q].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Resize(byte* arena, Bilinear.Sample row, float* between, float* mask)
    {
        nint step = _masks.Buffer.Channels;
        float* above = (float*)_masks.At(arena, 0, row.First, 0),
            below = (float*)_masks.At(arena, 0, row.Second, 0);
        for (var x = 0; x < _masks.Buffer.Width; x++)
            Mix(above + x * step, below + x * step, (float)row.Share, between + x * _queries);
        for (var x = 0; x < _columns.Length; x++)
        {
            var column = _columns[x];
            Mix(between + column.First * _queries, between + column.Second * _queries, (float)column.Share, mask + (nint)x * _queries);
        }
        for (nint i = 0; i < (nint)_columns.Length * _queries; i += Vector256<float>.Count)
            Exponential.Sigmoid(Vector256.Load(mask + i)).Store(mask + i);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Mix(float* first, float* second, float share, float* target)
    {
        for (var i = 0; i < _queries; i += Vector256<float>.Count)
            (Vector256.Load(first + i) * (1 - share) + Vector256.Load(second + i) * share).Store(target + i);
    }

    /// <summary>The softmax of each query's classes, without the last of them.</summary>
    private void Pack(byte* arena, float* shares, float* powers)
    {
        NativeMemory.Clear(shares, (nuint)_shares.Count * sizeof(float));
        var classes = _classes.Channels;
        for (var q = 0; q < _shares.Inputs; q++)
        {
            var logits = (float*)_classes.At(arena, 0, q / _classes.Buffer.Width, q % _classes.Buffer.Width);
            float largest = float.NegativeInfinity,
                sum = 0;
            for (var k = 0; k < classes; k++)
                largest = MathF.Max(largest, logits[k]);
            for (var k = 0; k < classes; k++)
                sum += powers[k] = MathF.Exp(logits[k] - largest);
            for (var k = 0; k < _shares.Outputs; k++)
                shares[_shares.Place(q, k)] = powers[k] / sum;
        }
    }
}
