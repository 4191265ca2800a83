using SpikeSharp.Engine.Detection;
using SpikeSharp.Graph.Detection;
using SpikeSharp.Imaging;
using SpikeSharp.Imaging.Video;
using SpikeSharp.Prediction;

namespace SpikeSharp.Tests.Prediction;

public sealed class PredictorTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("spikesharp-").FullName;
    private readonly FixedDetector _detector = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string PathOf(string name) => Path.Combine(_folder, name);

    private static Image Grey(int width, int height, byte level)
    {
        var image = new Image(width, height);
        image.Fill(Rgb.Grey(level));
        return image;
    }

    [Theory]
    [InlineData(true, 32, 64)]
    [InlineData(false, 64, 64)]
    public void A_box_around_the_input_is_the_whole_picture(bool rectangular, int height, int width)
    {
        var found = new Predictor(_detector, new() { Rectangular = rectangular }).Detect([Grey(100, 50, 0)]);
        Assert.Equal([(1, height, width)], _detector.Shown);
        Assert.Equal(new DetectedObject(1, "dog", 1, new Box(0, 0, 100, 50)), Assert.Single(found[0].Objects));
    }

    [Fact]
    public void A_side_is_rounded_up_to_a_multiple_of_the_stride()
    {
        new Predictor(_detector, new() { ImageSize = 65, Rectangular = false }).Detect([Grey(10, 10, 0)]);
        Assert.Equal([(1, 96, 96)], _detector.Shown);
    }

    [Fact]
    public void Pictures_of_one_rectangle_go_together_and_results_keep_the_order()
    {
        Image[] images = [Grey(100, 50, 0), Grey(50, 100, 50), Grey(60, 30, 100), Grey(50, 50, 150), Grey(10, 20, 200)];
        var together = new Predictor(_detector, new() { Batch = 4 }).Detect(images);
        Assert.Equal([(2, 32, 64), (1, 64, 32), (1, 64, 64), (1, 64, 32)], _detector.Shown);
        var one = new Predictor(_detector, new() { Batch = 1 }).Detect(images);
        Assert.Equal(one.SelectMany(found => found.Objects), together.SelectMany(found => found.Objects));
        var all = together.SelectMany(found => found.Objects).ToArray();
        Assert.Equal(all.OrderByDescending(d => d.Confidence), all);
        Assert.Equal(
            [(100f, 50f), (50f, 100f), (60f, 30f), (50f, 50f), (10f, 20f)],
            together.Select(found => (MathF.Round(found.Objects[0].Box.X2, 3), MathF.Round(found.Objects[0].Box.Y2, 3)))
        );
    }

    [Fact]
    public void Options_of_the_suppression_are_heeded()
    {
        Assert.Empty(new Predictor(_detector, new() { Suppression = new() { Confidence = 0.9 } }).Detect([Grey(9, 9, 255)])[0].Objects);
        Assert.Empty(
            new Predictor(_detector, new() { Suppression = new() { Classes = new HashSet<int> { 0 } } }).Detect([Grey(9, 9, 0)])[0].Objects
        );
    }

    [Fact]
    public void A_bad_picture_is_skipped_and_told_of_or_ends_a_strict_run()
    {
        Grey(8, 8, 0).Save(PathOf("a.png"));
        File.WriteAllText(PathOf("b.png"), "no picture");
        Grey(8, 8, 0).Save(PathOf("c.png"));
        var (files, skipped) = (SourceListing.List(_folder), new List<string>());
        var results = new Predictor(_detector, new())
            .Run(files, (file, e) => skipped.Add($"{Path.GetFileName(file.Path)} {e.GetType().Name}"))
            .ToArray();
        Assert.Equal(["a.png", "c.png"], results.Select(result => Path.GetFileName(result.File.Path)));
        Assert.Equal(["b.png ImagingException"], skipped);
        Assert.Equal(
            PathOf("b.png"),
            Assert.Throws<ImagingException>(() => new Predictor(_detector, new() { Strict = true }).Run(files).Count()).File
        );
    }

    [Fact]
    public void Every_third_frame_of_a_video_is_looked_at_and_pictures_around_it_keep_their_place()
    {
        Grey(16, 16, 0).Save(PathOf("a.png"));
        using (var writer = new VideoWriter(PathOf("b.avi"), 32, 16, 12))
        {
            for (var i = 0; i < 8; i++)
                writer.Write(Grey(32, 16, (byte)(20 * i)));
            writer.Finish();
        }
        Grey(16, 16, 0).Save(PathOf("c.png"));
        var results = new Predictor(_detector, new() { VideoStride = 3, Batch = 2 })
            .Run(SourceListing.List(_folder))
            .Select(result => (Path.GetFileName(result.File.Path), result.Frame))
            .ToArray();
        Assert.Equal(
            [
                ("a.png", null),
                ("b.avi", new VideoFrame(1, 4)),
                ("b.avi", new VideoFrame(4, 4)),
                ("b.avi", new VideoFrame(7, 4)),
                ("c.png", null),
            ],
            results
        );
    }

    [Fact]
    public void A_run_ends_when_it_is_cancelled() =>
        Assert.Throws<OperationCanceledException>(() =>
            new Predictor(_detector, new()).Run([], cancel: new CancellationToken(canceled: true)).Count()
        );
}
