using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SpikeSharp.Engine.Kernels.Reals;
using SpikeSharp.Engine.Maps;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Engine.Steps;

/// <summary>Decodes the maps of the detection head (spec 2.4) into [4 + classes, anchors], channels first.</summary>
internal sealed unsafe class HeadStep : Step
{
    // Anchors whose numbers are gathered before they are spread over the channels of the result.
    private const int Together = 16;

    private readonly DetectionHead _head;
    private readonly MapView[] _levels;
    private readonly MapView _output;
    private readonly (int Level, int Row, int FirstAnchor)[] _rows;

    internal HeadStep(string name, DetectionHead head, MapView[] levels, MapView output)
        : base(name)
    {
        (_head, _levels, _output) = (head, levels, output);
        var rows = new List<(int, int, int)>();
        var anchor = 0;
        for (var level = 0; level < levels.Length; level++)
        {
            for (var y = 0; y < levels[level].Buffer.Height; y++, anchor += levels[level].Buffer.Width)
                rows.Add((level, y, anchor));
        }
        _rows = [.. rows];
    }

    internal override string Kernel => "decode";

    internal override int Items => _rows.Length;

    internal override long ScratchBytes => (long)Together * (4 + _head.ClassCount + Vector256<float>.Count) * sizeof(float);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void Run(byte* arena, byte* scratch, int item)
    {
        var (index, y, first) = _rows[item];
        var level = _levels[index].Buffer;
        int channels = 4 + _head.ClassCount,
            anchors = _output.Buffer.Width;
        // The result is channels first, as detections are read by channel.
        var result = (float*)_output.At(arena, 0, 0, 0) + first;
        var gathered = (float*)scratch;
        for (var x = 0; x < level.Width; x += Together)
        {
            var count = Math.Min(Together, level.Width - x);
            for (var i = 0; i < count; i++)
                Decode((float*)_levels[index].At(arena, 0, y, x + i), x + i, y, _head.Strides[index], gathered + i * channels);
            for (var c = 0; c < channels; c++)
            {
                for (var i = 0; i < count; i++)
                    result[c * anchors + x + i] = gathered[i * channels + c];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Decode(float* raw, int x, int y, float stride, float* decoded)
    {
        var bins = _head.RegMax;
        float left = Expectation(raw, bins),
            top = Expectation(raw + bins, bins);
        float right = Expectation(raw + 2 * bins, bins),
            bottom = Expectation(raw + 3 * bins, bins);
        decoded[0] = (x + 0.5f + (right - left) / 2) * stride;
        decoded[1] = (y + 0.5f + (bottom - top) / 2) * stride;
        decoded[2] = (left + right) * stride;
        decoded[3] = (top + bottom) * stride;
        raw += 4 * bins;
        decoded += 4;
        // Writes and reads past the last class stay within the scratch and the map's slack.
        for (var c = 0; c < _head.ClassCount; c += Vector256<float>.Count)
            Exponential.Sigmoid(Vector256.Load(raw + c)).Store(decoded + c);
    }

    /// <summary>Distance of one side in cells: Σ k·softmax(logits)_k.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Expectation(float* logits, int bins)
    {
        float largest = float.NegativeInfinity,
            sum = 0,
            weighted = 0;
        for (var i = 0; i < bins; i++)
            largest = MathF.Max(largest, logits[i]);
        var k = 0;
        for (; k <= bins - Vector256<float>.Count; k += Vector256<float>.Count)
        {
            var e = Exponential.Of(Vector256.Load(logits + k) - Vector256.Create(largest));
            sum += Vector256.Sum(e);
            weighted += Vector256.Sum(e * Vector256.CreateSequence((float)k, 1));
        }
        for (; k < bins; k++)
        {
            var e = MathF.Exp(logits[k] - largest);
            (sum, weighted) = (sum + e, weighted + k * e);
        }
        return weighted / sum;
    }
}
