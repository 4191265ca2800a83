using SpikeSharp.Data.Batches;
using SpikeSharp.Data.Description;
using SpikeSharp.Data.Segmentation;
using SpikeSharp.Evaluation;
using SpikeSharp.Graph.Operations;
using SpikeSharp.Imaging;

namespace SpikeSharp.Tests.Evaluation;

public sealed class SegmentationValidatorTests : IDisposable
{
    private const int Side = 32,
        Pictures = 3;

    private readonly string _folder = Directory.CreateTempSubdirectory("spikesharp-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Pictures_that_are_slid_over_come_one_at_a_time(bool slide)
    {
        var scorer = new Stripes(2);
        new SegmentationValidator(Data(), new() { ImageSize = Side, Batch = 2 }).Run(
            slide ? new SlidingScorer(scorer, new(Side, Side), new(Side, Side)) : scorer
        );
        Assert.Equal(slide ? [1, 1, 1] : [2, 1], scorer.Counts);
    }

    [Fact]
    public void What_is_taken_for_an_output_that_is_no_class_is_a_miss()
    {
        var report = new SegmentationValidator(Data(), new() { ImageSize = Side, SpareOutputs = true }).Run(new Stripes(4)).Metrics;
        Assert.Equal(
            [(512 * Pictures, 512 * Pictures), (512 * Pictures, 512 * Pictures)],
            report.Classes.Select(c => (c.Actual, 2 * c.Predicted))
        );
        Assert.Equal((0.25, 0.25, 0.2), (report.PixelAccuracy, report.MeanAccuracy, report.MeanIoU));
        Assert.Throws<ArgumentException>(() => new SegmentationValidator(Data(), new() { ImageSize = Side }).Run(new Stripes(4)));
        Assert.Throws<ArgumentException>(() =>
            new SegmentationValidator(Data(), new() { ImageSize = Side, SpareOutputs = true }).Run(new Stripes(1))
        );
    }

    // Both classes have half of every picture.
    private SegmentationData Data()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "images"));
        Directory.CreateDirectory(Path.Combine(_folder, "masks"));
        var values = new ushort[Side * Side];
        values.AsSpan(values.Length / 2).Fill(1);
        for (var i = 0; i < Pictures; i++)
        {
            new Image(Side, Side).Save(Path.Combine(_folder, "images", $"{i}.png"));
            new ClassMap(Side, Side, values).Save(Path.Combine(_folder, "masks", $"{i}.png"));
        }
        File.WriteAllText(Path.Combine(_folder, "data.yaml"), "train: images\nval: images\nnames: [a, b]\n");
        return SegmentationData.Load(DataYaml.Load(_folder), "val");
    }

    // Every row of as many belongs to the next class.
    private sealed class Stripes(int classes) : IScorer
    {
        public List<int> Counts { get; } = [];

        public IReadOnlyList<string> Names { get; } = [.. Enumerable.Range(0, classes).Select(i => $"{i}")];

        public int ImageSize => Side;

        public int SizeStep => 16;

        public Input Input => Input.Rgb;

        public ScoreMap[] Score(PixelBatch pictures)
        {
            var (count, height, width) = (pictures.Count, pictures.Height, pictures.Width);
            Counts.Add(count);
            var values = new float[classes * height * width];
            for (var y = 0; y < height; y++)
                values.AsSpan((y % classes * height + y) * width, width).Fill(1);
            return [.. Enumerable.Repeat(new ScoreMap(classes, height, width, values), count)];
        }

        public void Dispose() { }
    }
}
