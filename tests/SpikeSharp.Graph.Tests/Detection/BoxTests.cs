namespace SpikeSharp.Graph.Tests.Detection;

using SpikeSharp.Graph.Detection;

public sealed class BoxTests
{
    [Fact]
    public void IoU_is_the_shared_area_over_the_covered_area()
    {
        var box = new Box(0, 0, 10, 10);
        Assert.Equal(1, box.IoU(box), 1e-6f);
        Assert.Equal(25f / 175, box.IoU(new Box(5, 5, 15, 15)), 1e-6f);
        Assert.Equal(0, box.IoU(new Box(10, 0, 20, 10))); // edges touch
        Assert.Equal(0, box.IoU(new Box(50, 50, 60, 60)));
        Assert.Equal(0, new Box(3, 3, 3, 3).IoU(new Box(3, 3, 3, 3))); // nothing is covered
    }

    [Fact]
    public void IoU_and_CIoU_do_not_depend_on_the_order_and_stay_in_their_ranges()
    {
        var random = new Random(1);
        for (var i = 0; i < 1000; i++)
        {
            Box a = Random(random),
                b = Random(random);
            Assert.Equal(a.IoU(b), b.IoU(a));
            Assert.InRange(a.IoU(b), 0, 1);
            Assert.Equal(a.CompleteIoU(b), b.CompleteIoU(a), 1e-6f);
            Assert.InRange(a.CompleteIoU(b), -1.5f, a.IoU(b) + 1e-6f);
        }
    }

    [Fact]
    public void CIoU_takes_off_the_distance_of_the_centres_and_the_difference_of_the_shapes()
    {
        var box = new Box(0, 0, 10, 10);
        Assert.Equal(1, box.CompleteIoU(box), 1e-6f);
        Assert.Equal(-400.0 / (900 + 100), box.CompleteIoU(new Box(20, 0, 30, 10)), 1e-6); // apart, same shape

        // Same centre, 10×10 in 20×10: IoU ½, v = 4/π²·(atan 2 − atan 1)², penalty v²/(v − ½ + 1).
        var v = 4 / (Math.PI * Math.PI) * Math.Pow(Math.Atan(2) - Math.Atan(1), 2);
        Assert.Equal(0.5 - v * v / (v + 0.5), box.CompleteIoU(new Box(-5, 0, 15, 10)), 1e-6);
    }

    [Fact]
    public void A_box_knows_its_size_its_clip_and_whether_it_is_finite()
    {
        var box = Box.FromCentre(10, 20, 4, 6);
        Assert.Equal(new Box(8, 17, 12, 23), box);
        Assert.Equal((4f, 6f, 24f), (box.Width, box.Height, box.Area));
        Assert.Equal(new Box(8, 17, 11, 20), box.Clip(11, 20));
        Assert.Equal(new Box(0, 0, 0, 0), new Box(-5, -5, -1, -1).Clip(10, 10));
        Assert.True(box.IsFinite);
        Assert.False((box with { Y2 = float.NaN }).IsFinite);
        Assert.False((box with { X1 = float.NegativeInfinity }).IsFinite);
    }

    private static Box Random(Random random)
    {
        float x = random.NextSingle() * 50,
            y = random.NextSingle() * 50;
        return new Box(x, y, x + random.NextSingle() * 50, y + random.NextSingle() * 50);
    }

    [Fact]
    public void A_box_is_written_as_its_corners_in_any_culture() =>
        Assert.Equal("(1.0, 2.5) to (30.1, 4.0)", new Box(1, 2.5f, 30.12f, 4).ToString());
}
