using SpikeSharp.Graph;
using SpikeSharp.Graph.Operations;
using SpikeSharp.Torch;

namespace SpikeSharp.Models.Spike2Former;

/// <summary>
/// Pictures with ImageNet's means and deviations taken out, as the backbone wants them (docs/spec/spike2former.md 6.3). ImageNet has
/// colours; channels that are none get the mean of its means and of its deviations.
/// </summary>
internal static class ImageNormalisation
{
    // In parts of 255: red, green, blue.
    private static readonly float[] Means = [123.675f / 255, 116.28f / 255, 103.53f / 255],
        Deviations = [58.395f / 255, 57.12f / 255, 57.375f / 255];

    /// <summary>Normalised pictures, of [B, C, H, W], 0…1.</summary>
    public static Tensor Of(Tensor images)
    {
        using var scope = new TensorScope();
        var channels = (int)images.Size(1);
        Tensor ByChannel(float[] values) => Tensor.From(Of(values, channels), 1, channels, 1, 1).To(images.Device);
        return scope.Keep((images - ByChannel(Means)) / ByChannel(Deviations));
    }

    /// <summary>The same in a graph.</summary>
    public static GraphValue Emit(GraphBuilder g, GraphValue image)
    {
        var channels = image.Shape.Channels;
        var (means, deviations) = (Of(Means, channels), Of(Deviations, channels));
        return g.Add(
            "normalised",
            new Affine(
                new WeightTensor([channels], [.. deviations.Select(d => 1 / d)]),
                new WeightTensor([channels], [.. means.Zip(deviations, (m, d) => -m / d)])
            ),
            image
        );
    }

    private static float[] Of(float[] colours, int channels) =>
        channels == colours.Length ? colours : [.. Enumerable.Repeat(colours.Average(), channels)];
}
