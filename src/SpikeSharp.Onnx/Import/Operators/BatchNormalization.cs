using SpikeSharp.Graph;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Onnx.Import.Operators;

/// <summary>BatchNormalization at inference: one scale and shift a channel (spec 1.5 of spicalib.md).</summary>
internal static class BatchNormalization
{
    public static void Check(NodeImport node)
    {
        // Before opset 14 a training node is one that gives its statistics.
        var training = node.Opset >= 14 ? node.Integer("training_mode", 0) != 0 : node.Gives(1) || node.Gives(2);
        if (training)
            throw new NodeException($"BatchNormalization '{node.Name}' is in training mode; export in evaluation mode.", "E7");
        node.RequireWeights(1, 2, 3, 4);
    }

    public static void Import(NodeImport node)
    {
        var (gain, bias, mean, variance) = (node.Weights(1), node.Weights(2), node.Weights(3), node.Weights(4));
        var value = node.Value(0);
        var channels = gain.Count;
        if (
            value.Shape.Length < 2
            || value.Shape[0] != 1
            || value.Layout.Channels != channels
            || bias.Count != channels
            || mean.Count != channels
            || variance.Count != channels
        )
            throw new NodeException($"its statistics are for {channels} channels, and its input has shape {OnnxShape.Text(value.Shape)}");
        double epsilon = node.Real("epsilon", 1e-5f);
        var (scale, shift) = (new float[channels], new float[channels]);
        for (var c = 0; c < channels; c++)
        {
            var k = gain[c] / Math.Sqrt(variance[c] + epsilon);
            (scale[c], shift[c]) = ((float)k, (float)(bias[c] - mean[c] * k));
        }
        node.Chain().Then(new Affine(new WeightTensor([channels], scale), new WeightTensor([channels], shift))).Give(0, value.Shape);
    }
}
