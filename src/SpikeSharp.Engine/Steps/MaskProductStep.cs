using System.Runtime.InteropServices;
using SpikeSharp.Engine.Kernels.Reals;
using SpikeSharp.Engine.Maps;
using SpikeSharp.Engine.Weights;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Engine.Steps;

/// <summary>
/// Masks of queries: a real feature times spikes. Queries are few and many of their spikes fire, so that a dense product is the faster one.
/// </summary>
internal sealed unsafe class MaskProductStep<TKernel> : Step
    where TKernel : struct, IRealKernel
{
    private readonly MaskProduct _product;
    private readonly MapView _queries,
        _feature,
        _output;
    private readonly PackedMatrix _matrix;
    private readonly int _bands;

    internal MaskProductStep(string name, MaskProduct product, MapView queries, MapView feature, MapView output, int workers)
        : base(name)
    {
        (_product, _queries, _feature, _output) = (product, queries, feature, output);
        _matrix = new PackedMatrix(feature.Channels, output.Channels);
        _bands = Math.Min(output.Buffer.Height, 4 * workers);
    }

    internal override string Kernel => "masks";

    internal override long Macs =>
        (long)_output.Buffer.Steps * _matrix.Inputs * _matrix.Outputs * _output.Buffer.Height * _output.Buffer.Width;

    internal override LayerArithmetic Arithmetic => LayerArithmetic.Float32;

    internal override int Items => _bands;

    internal override long ScratchBytes => (_matrix.Count + PackedMatrix.SumsCount(_output.Buffer.Width)) * sizeof(float);

    internal override void Run(byte* arena, byte* scratch, int item)
    {
        var (first, end) = Part(_output.Buffer.Height, _bands, item);
        var matrix = (float*)scratch;
        for (var t = 0; t < _output.Buffer.Steps; t++)
        {
            Pack(arena, t, matrix);
            _output.ClearHalo(arena, t, first, end);
            for (var y = first; y < end; y++)
            {
                _matrix.Multiply<TKernel>(
                    matrix,
                    (float*)_feature.At(arena, t, y, 0),
                    _feature.Buffer.Channels,
                    _output.Buffer.Width,
                    matrix + _matrix.Count,
                    (float*)_output.At(arena, t, y, 0),
                    _output.Buffer.Channels
                );
            }
        }
    }

    private void Pack(byte* arena, int t, float* matrix)
    {
        NativeMemory.Clear(matrix, (nuint)_matrix.Count * sizeof(float));
        for (var q = 0; q < _matrix.Outputs; q++)
        {
            var query = _queries.At(arena, t, q / _queries.Buffer.Width, q % _queries.Buffer.Width);
            for (var c = 0; c < _matrix.Inputs; c++)
            {
                var spikes = _queries.Buffer.IsSpikes ? _queries.Spike(query[c]) : ((float*)query)[c];
                if (spikes != 0)
                    matrix[_matrix.Place(c, q)] = spikes * _product.Scale;
            }
        }
    }
}
