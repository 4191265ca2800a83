using SpikeSharp.Engine.Kernels.Elements;
using SpikeSharp.Engine.Maps;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Engine.Steps;

/// <summary>Real numbers at another size, bilinearly.</summary>
internal sealed unsafe class ResizeLikeStep : MapStep
{
    private readonly MapView _input;
    private readonly Bilinear.Sample[] _rows,
        _columns;
    private readonly ElementKernels _elements;

    internal ResizeLikeStep(string name, MapView input, MapView output, ElementKernels elements, int workers)
        : base(name, output, workers)
    {
        (_input, _elements) = (input, elements);
        _rows = Bilinear.Samples(input.Buffer.Height, output.Buffer.Height);
        _columns = Bilinear.Samples(input.Buffer.Width, output.Buffer.Width);
    }

    internal override string Kernel => "resize";

    internal override long ScratchBytes => RowBytes(_input);

    private protected override void Row(byte* arena, byte* scratch, int t, int y)
    {
        var row = _rows[y];
        byte* above = _input.At(arena, t, row.First, 0),
            below = _input.At(arena, t, row.Second, 0);
        for (var x = 0; x < _input.Buffer.Width; x++)
            _elements.Blend(
                (float*)(above + x * _input.Buffer.PixelBytes),
                (float*)(below + x * _input.Buffer.PixelBytes),
                (float)row.Share,
                (float*)scratch + x * _input.Channels,
                _input.Channels
            );
        for (var x = 0; x < _columns.Length; x++)
        {
            var (first, second, share) = _columns[x];
            _elements.Blend(
                (float*)scratch + first * _input.Channels,
                (float*)scratch + second * _input.Channels,
                (float)share,
                (float*)Output.At(arena, t, y, x),
                _input.Channels
            );
        }
    }
}
