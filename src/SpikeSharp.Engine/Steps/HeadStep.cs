using SpikeSharp.Engine.Maps;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Engine.Steps;

/// <summary>Decodes the maps of the detection head (spec 2.4) into [4 + classes, anchors], channels first.</summary>
internal sealed unsafe class HeadStep(string name, DetectionHead head, MapView[] levels, MapView output) : Step(name)
{
    internal override string Kernel => "decode";

    internal override int Items => levels.Length;

    internal override void Run(byte* arena, byte* scratch, int item)
    {
        var level = levels[item];
        int first = 0, anchors = output.Buffer.Width;
        for (int i = 0; i < item; i++) first += levels[i].Buffer.Height * levels[i].Buffer.Width;
        // The output is a map of one row whose pixels are anchors; its channels are spread out here, as detections are read by channel.
        var result = (float*)output.At(arena, 0, 0, 0);
        float* sides = stackalloc float[4];
        int bins = head.RegMax, anchor = first;
        for (int y = 0; y < level.Buffer.Height; y++)
        {
            for (int x = 0; x < level.Buffer.Width; x++, anchor++)
            {
                var raw = (float*)level.At(arena, 0, y, x);
                for (int side = 0; side < 4; side++) sides[side] = Expectation(raw + side * bins, bins);
                float stride = head.Strides[item];
                result[anchor] = (x + 0.5f + (sides[2] - sides[0]) / 2) * stride;
                result[anchors + anchor] = (y + 0.5f + (sides[3] - sides[1]) / 2) * stride;
                result[2 * anchors + anchor] = (sides[0] + sides[2]) * stride;
                result[3 * anchors + anchor] = (sides[1] + sides[3]) * stride;
                for (int c = 0; c < head.ClassCount; c++)
                    result[(4 + c) * anchors + anchor] = 1 / (1 + MathF.Exp(-raw[4 * bins + c]));
            }
        }
    }

    /// <summary>Distance of one side in cells: Σ k·softmax(logits)_k.</summary>
    private static float Expectation(float* logits, int bins)
    {
        float largest = float.NegativeInfinity, sum = 0, weighted = 0;
        for (int k = 0; k < bins; k++) largest = MathF.Max(largest, logits[k]);
        for (int k = 0; k < bins; k++)
        {
            float e = MathF.Exp(logits[k] - largest);
            (sum, weighted) = (sum + e, weighted + k * e);
        }
        return weighted / sum;
    }
}
