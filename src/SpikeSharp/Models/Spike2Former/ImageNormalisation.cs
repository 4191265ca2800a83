using SpikeSharp.Graph;
using SpikeSharp.Graph.Operations;
using SpikeSharp.Torch;

namespace SpikeSharp.Models.Spike2Former;

/// <summary>Pictures with ImageNet's means and deviations taken out, as the backbone wants them (docs/spec/spike2former.md 6.3).</summary>
internal static class ImageNormalisation
{
    // In parts of 255.
    private static readonly float[] Means = [123.675f / 255, 116.28f / 255, 103.53f / 255],
        Deviations = [58.395f / 255, 57.12f / 255, 57.375f / 255];

    /// <summary>Normalised pictures, of [B, 3, H, W], RGB, 0…1.</summary>
    public static Tensor Of(Tensor images)
    {
        using var scope = new TensorScope();
        Tensor ByChannel(float[] values) => Tensor.From(values, 1, 3, 1, 1).To(images.Device);
        return scope.Keep((images - ByChannel(Means)) / ByChannel(Deviations));
    }

    /// <summary>The same in a graph.</summary>
    public static GraphValue Emit(GraphBuilder g, GraphValue image) =>
        g.Add(
            "normalised",
            new Affine(
                new WeightTensor([3], [.. Deviations.Select(d => 1 / d)]),
                new WeightTensor([3], [.. Means.Zip(Deviations, (m, d) => -m / d)])
            ),
            image
        );
}
