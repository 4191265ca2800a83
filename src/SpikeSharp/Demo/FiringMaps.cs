using SpikeSharp.Graph;
using SpikeSharp.Graph.Interpretation;
using SpikeSharp.Graph.Neurons;
using SpikeSharp.Graph.Operations;
using SpikeSharp.Imaging;

namespace SpikeSharp.Demo;

/// <summary>Makes spikes visible.</summary>
public static class FiringMaps
{
    // Smaller maps show nothing to the eye.
    private const int LeastSide = 8;

    /// <summary>Maps of some layers, evenly spread over the depth of the network, for one picture.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="image">The picture as the network sees it.</param>
    /// <param name="count">How many layers at most.</param>
    public static IReadOnlyList<FiringMap> Of(SpikeGraph graph, InputTensor image, int count)
    {
        var shapes = graph.InferShapes(image.Height, image.Width);
        string[] layers =
        [
            .. graph
                .Nodes.Where(node =>
                    node.Operation is SpikingNeuron && Math.Min(shapes[node.Name].Height, shapes[node.Name].Width) >= LeastSide
                )
                .Select(node => node.Name),
        ];
        count = Math.Min(count, layers.Length);
        var chosen = Enumerable.Range(0, count).Select(i => layers[i * (layers.Length - 1) / Math.Max(1, count - 1)]).ToHashSet();
        var maps = new List<FiringMap>();
        new ReferenceInterpreter(graph).Run(image, evaluation =>
        {
            if (chosen.Contains(evaluation.Node.Name))
                maps.Add(Map(evaluation.Node.Name, evaluation.Output));
        });
        return maps;
    }

    // The first real time step: with T = 1 the only one.
    private static FiringMap Map(string layer, ValueTensor value)
    {
        var shape = value.Shape;
        var spikes = value.Spikes[..(int)shape.Count];
        var sums = new int[shape.Plane];
        var (liveliest, most) = (0, -1.0);
        for (var c = 0; c < shape.Channels; c++)
        {
            var plane = spikes.Slice(c * shape.Plane, shape.Plane);
            double sum = 0,
                squares = 0;
            for (var i = 0; i < plane.Length; i++)
            {
                sums[i] += plane[i];
                (sum, squares) = (sum + plane[i], squares + plane[i] * plane[i]);
            }
            var variance = squares / plane.Length - sum / plane.Length * (sum / plane.Length);
            if (variance > most)
                (liveliest, most) = (c, variance);
        }
        var best = spikes.Slice(liveliest * shape.Plane, shape.Plane).ToArray();
        var top = Math.Max(1, sums.Max());
        return new FiringMap(
            layer,
            shape.Channels,
            (double)sums.Sum(s => (long)s) / shape.Count,
            Grey(shape, i => 255 * sums[i] / top),
            Grey(shape, i => 255 * best[i] / value.MaxSpikes),
            [.. Enumerable.Range(0, value.MaxSpikes).Select(step => Grey(shape, i => VirtualTimeSteps.Fires(best[i], step) ? 255 : 0))]
        );
    }

    private static Image Grey(ValueShape shape, Func<int, int> level)
    {
        var image = new Image(shape.Width, shape.Height);
        for (var i = 0; i < shape.Plane; i++)
            image[i % shape.Width, i / shape.Width] = Rgb.Grey((byte)level(i));
        return image;
    }
}
