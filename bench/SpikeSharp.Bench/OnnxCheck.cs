using System.Globalization;
using SpikeSharp.Data.Batches;
using SpikeSharp.Data.Description;
using SpikeSharp.Data.Detection;
using SpikeSharp.Engine;
using SpikeSharp.Evaluation;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Detection;
using SpikeSharp.Graph.Format;
using SpikeSharp.Graph.Operations;
using SpikeSharp.Imaging;
using SpikeSharp.Prediction;
using SpikeSharp.Testing;

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
        using var layers = new ExportedLayers(network, file);
        var equal = 0;
        foreach (var picture in SourceListing.List(folder).Where(picture => !picture.IsVideo).Take(count))
        {
            var before = layers.Flipped;
            layers.Add(NetworkInput.Load(picture.Path, network.Info.ImageSize));
            // Without a flip the interpreter went on with its own spikes: then all is equal end to end.
            if (layers.Flipped == before)
                equal++;
        }
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Path.GetFileName(file)}: {layers.Count} layers on equal inputs, {count} pictures: {layers}, "
                    + $"none in {equal} of the pictures"
            )
        );
        return layers.Worst <= MostDifference;
    }

    private sealed class OnnxDetector(SpikeGraph graph, string file) : BatchDetector
    {
        private readonly string _boxes = DetectorGraph.Of(graph).Boxes;
        private readonly OnnxSession _session = OnnxSession.Judge(file);

        public override IReadOnlyList<string> Names { get; } = DetectorGraph.Of(graph).Detector.Names;

        public override int ImageSize => graph.Info.ImageSize;

        public override Input Input { get; } = Input.Of(graph).Input;

        public override float[][] Predict(PixelBatch pictures)
        {
            var (height, width) = (pictures.Height, pictures.Width);
            var predictions = new float[pictures.Count][];
            for (var n = 0; n < predictions.Length; n++)
            {
                var image = InputTensor.OfPixels(pictures[n], height, width, Input);
                predictions[n] = _session.Run(image.Values.ToArray(), 1, image.Channels, height, width)[_boxes].Numbers;
            }
            return predictions;
        }

        public override void Dispose() => _session.Dispose();
    }
}
