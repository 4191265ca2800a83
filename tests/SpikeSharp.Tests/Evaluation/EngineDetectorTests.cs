using SpikeSharp.Engine;
using SpikeSharp.Engine.Detection;
using SpikeSharp.Evaluation;
using SpikeSharp.Graph.Detection;
using SpikeSharp.Graph.Format;
using SpikeSharp.Imaging;
using SpikeSharp.Prediction;
using SpikeSharp.Testing;

namespace SpikeSharp.Tests.Evaluation;

public sealed class EngineDetectorTests
{
    private static readonly SuppressionOptions s_all = new() { Confidence = 0.01 };

    [Theory]
    [InlineData(96, 64)]
    [InlineData(301, 177)]
    public void The_engine_alone_finds_what_the_predictor_finds_with_it(int width, int height)
    {
        var graph = GraphFile.Load(Path.Combine(TestData.Repository, "bench", "weights", "bccd-p.spk.safetensors"));
        var pixels = new byte[3 * width * height];
        for (var i = 0; i < pixels.Length; i++) pixels[i] = (byte)(128 + 100 * Math.Sin(i / 50.0) * Math.Cos(i / 3.0 / width / 9));
        var image = new Image(width, height, pixels);
        using var detector = new EngineDetector(graph, new EngineOptions { Mode = EngineMode.Exact });
        var expected = new Predictor(detector, new PredictOptions { ImageSize = 160, Suppression = s_all }).Detect([image])[0];

        var actual = detector.Engine.Detect(image, new DetectOptions { ImageSize = 160, Suppression = s_all, FiringRates = true });
        Assert.NotEmpty(actual.Objects);
        Assert.Equal(expected.Select(d => (d.Class, d.Confidence, d.Box)), actual.Objects.Select(d => (d.Class, d.Confidence, d.Box)));
        Assert.Equal((width, height), (actual.Width, actual.Height));
        Assert.All(actual.FiringRates, layer => Assert.InRange(layer.Mean, layer.Density, 4 * layer.Density));
        Assert.Contains("\"firing_rates\"", actual.ToJson(), StringComparison.Ordinal);
    }
}
