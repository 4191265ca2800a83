using SpikeSharp.Engine;
using SpikeSharp.Engine.Detection;
using SpikeSharp.Evaluation;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Detection;
using SpikeSharp.Graph.Format;
using SpikeSharp.Imaging;
using SpikeSharp.Prediction;
using SpikeSharp.Testing;

namespace SpikeSharp.Tests.Evaluation;

public sealed class EngineDetectorTests
{
    private static readonly SuppressionOptions All = new() { Confidence = 0.01 };

    [Theory]
    [InlineData(96, 64)]
    [InlineData(301, 177)]
    public void The_engine_alone_finds_what_the_predictor_finds_with_it(int width, int height)
    {
        var graph = GraphFile.Load(Path.Combine(TestData.Repository, "bench", "weights", "bccd-p.spk.safetensors"));
        var pixels = new byte[3 * width * height];
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)(128 + 100 * Math.Sin(i / 50.0) * Math.Cos(i / 3.0 / width / 9));
        var image = new Image(width, height, pixels);
        using var detector = new EngineDetector(graph, new EngineOptions { Mode = EngineMode.Exact });
        var expected = new Predictor(detector, new PredictOptions { ImageSize = 160, Suppression = All }).Detect([image])[0];

        var actual = detector.Engine.Detect(
            image,
            new DetectOptions
            {
                ImageSize = 160,
                Suppression = All,
                FiringRates = true,
            }
        );
        Assert.NotEmpty(actual.Objects);
        Assert.Equal(expected.Objects, actual.Objects);
        Assert.Equal((width, height), (actual.Width, actual.Height));
        Assert.All(actual.FiringRates, layer => Assert.InRange(layer.Mean, layer.Density, 4 * layer.Density));
        Assert.Contains("\"firing_rates\"", actual.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_batch_finds_in_each_picture_what_is_found_in_it_alone()
    {
        var random = new Random(1);
        var images = Enumerable
            .Range(0, 7)
            .Select(i =>
            {
                var pixels = new byte[3 * (90 + 10 * i) * 70];
                random.NextBytes(pixels);
                return new Image(90 + 10 * i, 70, pixels);
            })
            .ToArray();
        using var engine = SpikeEngine.Load(
            Path.Combine(TestData.Repository, "bench", "weights", "bccd-p.spk.safetensors"),
            new EngineOptions { Threads = 3 }
        );
        var options = new DetectOptions { ImageSize = 96, Suppression = All };
        var together = engine.Detect([.. images], options);
        Assert.Contains(together, result => result.Objects.Count > 0);
        for (var i = 0; i < images.Length; i++)
            Assert.Equal(engine.Detect(images[i], options).Objects, together[i].Objects);
        Assert.Throws<OperationCanceledException>(() => engine.Detect([.. images], options, new CancellationToken(canceled: true)));
        Assert.Throws<ArgumentException>(() => engine.Detect([new Picture(new byte[5], 2, 2)], options));
    }
}
