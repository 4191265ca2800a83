using SpikeSharp.Data.Batches;
using SpikeSharp.Evaluation;
using SpikeSharp.Graph.Operations;
using SpikeSharp.Torch;

namespace SpikeSharp.Tests.Evaluation;

public sealed class SlidingScorerTests
{
    private const int Height = 12,
        Width = 20;

    [Theory]
    [InlineData(Height, Width)]
    [InlineData(Height, 64)]
    [InlineData(64, 64)]
    public void A_window_as_large_as_the_picture_scores_it_whole(int height, int width)
    {
        var scorer = new Local(shrink: 4);
        var pictures = Pictures(2);
        var whole = new Local(shrink: 4).Score(pictures);
        var found = new SlidingScorer(scorer, new(height, width), new(4, 4)).Score(pictures);
        Assert.Equal([(Height, Width)], scorer.Shapes);
        for (var n = 0; n < 2; n++)
        {
            Assert.Equal((whole[n].Height, whole[n].Width), (found[n].Height, found[n].Width));
            Assert.Equal(whole[n].Values, found[n].Values);
        }
    }

    [Theory]
    [InlineData(4, 4, 4, 4)]
    [InlineData(8, 12, 5, 8)]
    [InlineData(4, 64, 1, 64)]
    [InlineData(12, 8, 12, 3)]
    public void What_depends_on_each_pixel_alone_is_the_same_in_any_windows(int height, int width, int down, int across)
    {
        var pictures = Pictures(2);
        var whole = new Local(shrink: 1).Score(pictures);
        var found = new SlidingScorer(new Local(shrink: 1), new(height, width), new(down, across)).Score(pictures);
        for (var n = 0; n < 2; n++)
        {
            Assert.Equal((3, Height, Width), (found[n].Classes, found[n].Height, found[n].Width));
            Assert.Equal(whole[n].Values, found[n].Values);
        }
    }

    [Fact]
    public void Windows_cover_the_picture_the_last_of_them_ends_with_it_and_overlaps_are_averaged()
    {
        // Rows 0, 3 … as in mmsegmentation: 12 rows in windows of 8 begin at 0, 3 and 4; 20 columns in windows of 8 at 0, 8 and 12.
        var scorer = new Numbered();
        var found = new SlidingScorer(scorer, new(8, 8), new(3, 8)).Score(Pictures(1))[0];
        int[] rows = [0, 3, 4],
            columns = [0, 8, 12];
        Assert.Equal(rows.Length * columns.Length, scorer.Calls);
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                var seen =
                    from r in rows.Index()
                    from c in columns.Index()
                    where y >= r.Item && y < r.Item + 8 && x >= c.Item && x < c.Item + 8
                    select (double)(r.Index * columns.Length + c.Index);
                Assert.Equal(seen.Average(), found.Values[y * Width + x], 1e-6);
            }
        }
    }

    [Theory]
    [InlineData(8, 8, 9, 8)]
    [InlineData(8, 8, 0, 8)]
    [InlineData(6, 8, 4, 4)]
    public void Windows_that_cannot_be_are_refused(int height, int width, int down, int across) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new SlidingScorer(new Local(shrink: 1), new(height, width), new(down, across)));

    [Fact]
    public void More_scores_than_an_array_holds_are_refused_in_a_sentence()
    {
        var sliding = new SlidingScorer(new Many(), new(32, 32), new(32, 32));
        var message = Assert.Throws<ShapeException>(() => sliding.Score(new(new byte[3 * 200 * 200], 1, 200, 200, 3))).Message;
        Assert.Equal("a picture's scores of 65536 classes: expected at most 32767 pixels, found 200x200; take a smaller --imgsz", message);
    }

    private static PixelBatch Pictures(int count)
    {
        var pixels = new byte[count * 3 * Height * Width];
        new Random(4).NextBytes(pixels);
        return new(pixels, count, Height, Width, 3);
    }

    private abstract class Scorer : IScorer
    {
        public List<(int, int)> Shapes { get; } = [];

        public abstract IReadOnlyList<string> Names { get; }

        public int ImageSize => 32;

        public int SizeStep => 4;

        public Input Input => Input.Rgb;

        public ScoreMap[] Score(PixelBatch pictures)
        {
            Shapes.Add((pictures.Height, pictures.Width));
            var maps = new ScoreMap[pictures.Count];
            for (var n = 0; n < maps.Length; n++)
                maps[n] = Score(pictures[n], pictures.Height, pictures.Width);
            return maps;
        }

        public void Dispose() { }

        protected abstract ScoreMap Score(ReadOnlySpan<byte> picture, int height, int width);
    }

    // The classes are the colours, at every so many pixels: whole numbers, so that their means are exact.
    private sealed class Local(int shrink) : Scorer
    {
        public override IReadOnlyList<string> Names => ["red", "green", "blue"];

        protected override ScoreMap Score(ReadOnlySpan<byte> picture, int height, int width)
        {
            var (h, w) = (height / shrink, width / shrink);
            var values = new float[3 * h * w];
            for (var i = 0; i < values.Length; i++)
                values[i] = picture[(i / w % h * width + i % w) * shrink * 3 + i / (w * h)];
            return new ScoreMap(3, h, w, values);
        }
    }

    // As many classes as a network may have.
    private sealed class Many : Scorer
    {
        public override IReadOnlyList<string> Names { get; } = new string[65536];

        protected override ScoreMap Score(ReadOnlySpan<byte> picture, int height, int width) => new(65536, 1, 1, new float[65536]);
    }

    // Every window has the same score everywhere: how many there were before it.
    private sealed class Numbered : Scorer
    {
        public int Calls { get; private set; }

        public override IReadOnlyList<string> Names => ["one"];

        protected override ScoreMap Score(ReadOnlySpan<byte> picture, int height, int width) =>
            new(1, height / 4, width / 4, [.. Enumerable.Repeat((float)Calls++, height * width / 16)]);
    }
}
