using System.Globalization;
using SpikeSharp.Data.Description;
using SpikeSharp.Data.Detection;
using SpikeSharp.Engine;
using SpikeSharp.Evaluation;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Detection;
using SpikeSharp.Graph.Format;
using SpikeSharp.Graph.Interpretation;
using SpikeSharp.Graph.Operations;
using SpikeSharp.Prediction;

namespace SpikeSharp.Bench;

/// <summary>An exported network in ONNX Runtime against the graph it was exported from.</summary>
internal static class OnnxCheck
{
    private const double MostDifference = 1e-4;

    /// <summary>AP on a split, all by the same batches, suppression and metrics: ONNX Runtime, the interpreter, the engine.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="who">An ONNX file, reference, or exact.</param>
    /// <param name="data">The data set's YAML file.</param>
    /// <param name="split">Part of it.</param>
    public static void Ap(string graph, string who, string data, string split)
    {
        var network = GraphFile.Load(graph);
        using IDetector detector = who switch
        {
            "reference" => new GraphDetector(network),
            "exact" => new EngineDetector(network, new EngineOptions { Mode = EngineMode.Exact, SpikesOnly = true }),
            _ => new OnnxDetector(network, who),
        };
        // An exported network takes squares of one size.
        var options = new ValidateOptions { ImageSize = network.Info.ImageSize, Rectangular = false };
        var metrics = new DetectionValidator(DetectionData.Load(DataYaml.Load(data), split), options).Run(detector).Metrics;
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Path.GetFileName(who)}: AP50 {100 * metrics.Map50:F2}, AP50-95 {100 * metrics.Map:F2}, {metrics.Images} pictures"
            )
        );
    }

    /// <summary>Every layer on equal inputs: the interpreter goes on with the spikes of ONNX Runtime.</summary>
    /// <param name="graph">The graph, T = 1.</param>
    /// <param name="file">The exported network.</param>
    /// <param name="folder">Pictures.</param>
    /// <param name="count">How many of them.</param>
    /// <returns>Whether no value differs by more than 1e-4 of the layer's largest, at least 1.</returns>
    public static bool Layers(string graph, string file, string folder, int count)
    {
        var network = GraphFile.Load(graph);
        GraphNode[] layers = [.. network.Nodes.Where(node => node.Operation is not Input)];
        using var session = new OnnxSession(file, network.Info.ImageSize, [.. layers.Select(node => node.Name)]);
        var (worst, layer, flipped, spikes, equal) = (0.0, "", 0L, 0L, 0);
        foreach (var picture in SourceListing.List(folder).Where(picture => !picture.IsVideo).Take(count))
        {
            var before = flipped;
            var image = NetworkInput.Load(picture.Path, network.Info.ImageSize);
            var values = layers.Zip(session.Run(image.Values)).ToDictionary(pair => pair.First.Name, pair => pair.Second);
            var forced = layers
                .Where(node => node.Operation is Neuron)
                .ToDictionary(node => node.Name, node => Array.ConvertAll(values[node.Name], spike => (byte)spike));
            new ReferenceInterpreter(network).Run(
                image,
                evaluation =>
                {
                    if (!values.TryGetValue(evaluation.Node.Name, out var actual))
                        return;
                    var expected = evaluation.Output.ToFloats();
                    if (evaluation.Node.Operation is Neuron)
                    {
                        // At a boundary a rounding decides; the sum in front of it was compared.
                        spikes += expected.Length;
                        for (var i = 0; i < expected.Length; i++)
                            flipped += expected[i] != actual[i] ? 1 : 0;
                        return;
                    }
                    double largest = Math.Max(1, expected.Max(Math.Abs)),
                        difference = 0;
                    for (var i = 0; i < expected.Length; i++)
                        difference = Math.Max(difference, Math.Abs(expected[i] - actual[i]) / largest);
                    if (difference > worst)
                        (worst, layer) = (difference, evaluation.Node.Name);
                },
                forced
            );
            // Without a flip the interpreter went on with its own spikes: then all is equal end to end.
            if (flipped == before)
                equal++;
        }
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Path.GetFileName(file)}: {layers.Length} layers on equal inputs, {count} pictures: largest difference {worst:G2} "
                    + $"({layer}); {flipped} of {spikes:N0} spikes differ, none in {equal} of the pictures"
            )
        );
        return worst <= MostDifference;
    }

    private sealed class OnnxDetector(SpikeGraph graph, string file) : IDetector
    {
        private readonly OnnxSession _session = new(file, graph.Info.ImageSize, [DetectorGraph.Of(graph).Boxes]);

        public IReadOnlyList<string> Names { get; } = DetectorGraph.Of(graph).Detector.Names;

        public int ImageSize => graph.Info.ImageSize;

        public float[][] Predict(ReadOnlySpan<byte> pixels, int count, int height, int width)
        {
            var size = 3 * height * width;
            var predictions = new float[count][];
            for (var n = 0; n < count; n++)
                predictions[n] = _session.Run(Array.ConvertAll(pixels.Slice(n * size, size).ToArray(), level => level / 255f))[0];
            return predictions;
        }

        public void Dispose() => _session.Dispose();
    }
}
