using SpikeSharp.Evaluation;
using SpikeSharp.Graph;
using SpikeSharp.Torch;

namespace SpikeSharp.Cli.Forwarding;

/// <summary>Runs a detector on numbers instead of pictures, one image at a time, and keeps the raw maps too.</summary>
internal static class NetworkRunner
{
    /// <summary>Runs one image.</summary>
    /// <param name="detector">A trained network or a compiled graph.</param>
    /// <param name="image">What the network wants.</param>
    /// <param name="device">Where a trained network computes.</param>
    public static NetworkResult Run(IDetector detector, InputTensor image, string device) =>
        detector is GraphDetector graph ? Run(graph, image) : Run((ModelDetector)detector, image, device);

    private static NetworkResult Run(ModelDetector detector, InputTensor image, string device)
    {
        using var scope = new TensorScope();
        using var off = GradMode.Off();
        var maps = detector.Model.Forward(Tensor.From(image.Values, 1, image.Channels, image.Height, image.Width).To(device));
        var boxes = ModelDetector.Decode(maps, detector.Names.Count)[0];
        return new NetworkResult(
            new NamedValues("y", [4 + detector.Names.Count, boxes.Length / (4 + detector.Names.Count)], boxes),
            [.. maps.Select((map, i) => new NamedValues($"raw{i}", map.Shape[1..], map.ToArray<float>()))]
        );
    }

    private static NetworkResult Run(GraphDetector detector, InputTensor image)
    {
        IReadOnlyList<ValueTensor> maps = [];
        var boxes = detector.Run(image, evaluation =>
        {
            if (evaluation.Node == detector.Head)
                maps = evaluation.Inputs;
        });
        return new NetworkResult(
            new NamedValues("y", [boxes.Shape.Channels, boxes.Shape.Width], boxes.ToFloats()),
            [
                .. maps.Select(
                    (map, i) => new NamedValues($"raw{i}", [map.Shape.Channels, map.Shape.Height, map.Shape.Width], map.ToFloats())
                ),
            ]
        );
    }
}
