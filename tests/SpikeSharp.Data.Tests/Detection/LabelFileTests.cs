using System.Globalization;
using System.Text;
using FsCheck.Fluent;
using SpikeSharp.Data.Detection;
using SpikeSharp.Graph.Sampling;

namespace SpikeSharp.Data.Tests.Detection;

public sealed class LabelFileTests
{
    [Theory]
    [InlineData("0 0.5 0.5 0.2 0.4\n2 1 0 0 0\n\n1 0.25 0.75 0.5 0.5")]
    [InlineData("0 .5 5e-1 0.2 0.4\r\n1.0\t0.25  0.75 0.5 0.5 \r\n")]
    [InlineData("\uFEFF0 0.5 0.5 0.2 0.4\n1 0.25 0.75 0.5 0.5\n0 0.5 0.5 0.2 0.4\n")]
    public void Rows_of_five_are_boxes(string text) =>
        Assert.Equal([new(0, 0.5f, 0.5f, 0.2f, 0.4f), new(1, 0.25f, 0.75f, 0.5f, 0.5f)], Parse(text).Labels);

    [Fact]
    public void Polygons_become_their_boxes()
    {
        var file = Parse("1 0.1 0.2 0.5 0.2 0.3 0.6\n0 0 0 1 0 1 1 0 1\n");
        Assert.Equal(2, file.Labels.Count);
        Assert.Equal(1, file.Labels[0].Class);
        Assert.Equal(0.3f, file.Labels[0].X, 1e-6f);
        Assert.Equal(0.4f, file.Labels[0].Y, 1e-6f);
        Assert.Equal(0.4f, file.Labels[0].Width, 1e-6f);
        Assert.Equal(0.4f, file.Labels[0].Height, 1e-6f);
        Assert.Equal(new(0, 0.5f, 0.5f, 1, 1), file.Labels[1]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n \r\n\t\n")]
    public void Nothing_is_a_background_image(string text) => Assert.Empty(Parse(text).Labels);

    [Fact]
    public void Repeated_and_zero_area_lines_are_dropped_and_told()
    {
        var file = Parse("0 0.5 0.5 0.2 0.4\n1 0.5 0.5 0 0.4\n0 0.50 0.500 0.2 0.4\n0 0.5 0.5 0.2 0\n");
        Assert.Single(file.Labels);
        Assert.Equal([3], file.Duplicates);
        Assert.Equal([2, 4], file.Degenerate);
    }

    [Theory]
    [InlineData("3 0.5 0.5 0.2 0.2", "class 3 is not one of the data set's 3 classes (0 to 2)")]
    [InlineData("-1 0.5 0.5 0.2 0.2", "class -1")]
    [InlineData("0.5 0.5 0.5 0.2 0.2", "class 0.5")]
    [InlineData("cat 0.5 0.5 0.2 0.2", "the class must be a finite number, found 'cat'")]
    [InlineData("nan 0.5 0.5 0.2 0.2", "the class must be a finite number")]
    [InlineData("1e30 0.5 0.5 0.2 0.2", "is not one of")]
    [InlineData("0 NaN 0.5 0.2 0.2", "cx must be a finite number, found 'NaN'")]
    [InlineData("0 0.5 Infinity 0.2 0.2", "cy must be a finite number")]
    [InlineData("0 0.5 0.5 1e99 0.2", "w must be a finite number")]
    [InlineData("0 0.5 0.5 0.2 -0.2", "h is -0.2, wanted 0 to 1")]
    [InlineData("0 320 240 20 40", "cx is 320, wanted 0 to 1 (a share of the image's side)")]
    [InlineData("0 0.5 0.5 1.0001 0.2", "w is 1.0001")]
    [InlineData("0 0.9 0.5 0.4 0.2", "the box reaches outside the image")]
    [InlineData("0 0.5 0.05 0.4 0.3", "the box reaches outside the image")]
    [InlineData("0 0,5 0.5 0.4 0.2", "found '0,5'")]
    [InlineData("0 0.5 0.5 0.4", "has 4 columns, wanted 5")]
    [InlineData("0 0.5 0.5 0.4 0.2 0.9", "has 6 columns, wanted 5")]
    [InlineData("0", "has 1 columns, wanted 5")]
    [InlineData("0 0.1 0.1 0.2 0.1 0.2 0.2 0.3", "has 8 columns, but the file holds polygons")]
    public void Refuses(string row, string reason)
    {
        var fault = Assert.Throws<DataException>(() => Parse($"\n \n{row}\n"));
        Assert.Contains(reason, fault.Message);
        Assert.Equal(("l.txt", 3), (fault.File, fault.Line));
    }

    [Fact]
    public void A_box_among_polygons_is_refused_since_it_could_be_read_two_ways()
    {
        var fault = Assert.Throws<DataException>(() => Parse("0 0.1 0.1 0.2 0.1 0.2 0.2\n0 0.5 0.5 0.2 0.2\n"));
        Assert.Equal("l.txt:2: has 5 columns, but the file holds polygons: class x1 y1 x2 y2 … with at least 3 points", fault.Message);
    }

    [Fact]
    public void A_box_up_to_a_hundredth_outside_is_clipped()
    {
        var label = Assert.Single(Parse("0 0.9 0.5 0.21 0.2").Labels);
        Assert.Equal(0.795f, label.X - label.Width / 2, 1e-6f);
        Assert.Equal(1f, label.X + label.Width / 2, 1e-6f);
    }

    [Fact]
    public void What_is_written_is_read_and_lies_inside() => Property.Holds(Gen.Choose(0, 1000).Select(i => i / 1000f).ListOf(4), shares =>
        {
            var (w, h) = (Math.Max(shares[2], 0.001f), Math.Max(shares[3], 0.001f));
            var label = new ObjectLabel(1, w / 2 + shares[0] * (1 - w), h / 2 + shares[1] * (1 - h), w, h);
            var text = string.Create(CultureInfo.InvariantCulture, $"1 {label.X:R} {label.Y:R} {label.Width:R} {label.Height:R}");
            var read = Assert.Single(Parse(text).Labels);
            Assert.Equal(label.X, read.X, 1e-6f);
            Assert.Equal(label.Height, read.Height, 1e-6f);
            Assert.InRange(read.X + read.Width / 2, 0, 1 + 1e-6f);
            Assert.InRange(read.Y - read.Height / 2, -1e-6f, 1);
        });

    [Fact]
    public void Ten_thousand_damaged_files_give_labels_inside_or_a_DataException()
    {
        var whole = "0 0.5 0.5 0.2 0.4\n1 0.25 0.75 0.5 0.5\n2 0.1 0.1 0.2 0.2 0.3 0.1\n"u8.ToArray();
        var random = new CounterRandom(6, 0, 0, RandomStream.Order);
        var read = 0;
        for (var i = 0; i < 10_000; i++)
        {
            var bytes = whole[..random.NextInt(whole.Length + 1)];
            for (var change = random.NextInt(4); change > 0 && bytes.Length > 0; change--)
                bytes[random.NextInt(bytes.Length)] = random.NextBool(0.5)
                    ? (byte)random.NextInt(256)
                    : (byte)"0123456789.-+eEnNiIfF \n"[random.NextInt(23)];
            try
            {
                foreach (var label in LabelFile.Parse(bytes, "fuzz", 3).Labels)
                {
                    Assert.InRange(label.Class, 0, 2);
                    Assert.InRange(label.X - label.Width / 2, -1e-6f, 1);
                    Assert.InRange(label.Y + label.Height / 2, 0, 1 + 1e-6f);
                    Assert.True(label.Width > 0 && label.Height > 0);
                }
                read++;
            }
            catch (DataException) { }
        }
        Assert.InRange(read, 1, 9_999);
    }

    private static LabelFile Parse(string text) => LabelFile.Parse(Encoding.UTF8.GetBytes(text), "l.txt", 3);
}
