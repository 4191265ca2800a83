using SpikeSharp.Graph.Detection;

namespace SpikeSharp.Metrics.Tests;

public sealed class ConfusionMatrixTests
{
    private const int Background = 3;
    private static readonly Box Here = new(0, 0, 10, 10),
        There = new(100, 100, 120, 120);

    [Fact]
    public void A_detection_counts_where_its_class_meets_the_objects_class()
    {
        var matrix = new ConfusionMatrix(3);
        matrix.Add([new(Here, 0.9f, 1), new(There, 0.8f, 2)], [new(Here, 1), new(There, 0)]);
        Assert.Equal((1, 1, 2), (matrix[1, 1], matrix[2, 0], Sum(matrix)));
    }

    [Fact]
    public void Missed_objects_and_invented_ones_count_as_background()
    {
        var matrix = new ConfusionMatrix(3);
        matrix.Add([new(Here, 0.9f, 1)], [new(There, 0)]);
        matrix.Add([], [new(There, 2)]);
        matrix.Add([new(Here, 0.9f, 2)], []);
        Assert.Equal((1, 1, 1, 1), (matrix[1, Background], matrix[Background, 0], matrix[Background, 2], matrix[2, Background]));
        Assert.Equal(4, Sum(matrix));
    }

    [Fact]
    public void Only_detections_above_the_confidence_and_overlaps_above_the_IoU_count()
    {
        var matrix = new ConfusionMatrix(3);
        matrix.Add([new(Here, 0.25f, 1)], [new(Here, 1)]);
        Assert.Equal(1, matrix[Background, 1]);
        matrix.Add([new(new Box(0, 0, 10, 4.5f), 0.9f, 1)], [new(Here, 1)]); // IoU 0.45
        Assert.Equal((2, 1, 0), (matrix[Background, 1], matrix[1, Background], matrix[1, 1]));
        matrix.Add([new(new Box(0, 0, 10, 4.6f), 0.9f, 1)], [new(Here, 1)]);
        Assert.Equal(1, matrix[1, 1]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_object_takes_the_detection_that_overlaps_it_most_whatever_the_order(bool reverse)
    {
        var matrix = new ConfusionMatrix(3);
        Detection[] detections = [new(new Box(0, 0, 10, 8), 0.9f, 0), new(Here, 0.5f, 1)];
        if (reverse)
            Array.Reverse(detections);
        matrix.Add(detections, [new(Here, 1)]);
        Assert.Equal((1, 1, 2), (matrix[1, 1], matrix[0, Background], Sum(matrix)));
    }

    [Fact]
    public void Every_object_and_every_confident_detection_is_counted_once()
    {
        var random = new Random(9);
        var matrix = new ConfusionMatrix(3, confidence: 0);
        int objects = 0,
            detections = 0,
            matched = 0;
        for (var i = 0; i < 200; i++)
        {
            var truth = Enumerable.Range(0, random.Next(6)).Select(_ => new GroundTruth(Random(random), random.Next(3))).ToArray();
            var found = Enumerable.Range(0, random.Next(6)).Select(_ => new Detection(Random(random), 0.5f, random.Next(3))).ToArray();
            matrix.Add(found, truth);
            (objects, detections) = (objects + truth.Length, detections + found.Length);
        }
        for (var p = 0; p < 3; p++)
        for (var a = 0; a < 3; a++)
            matched += (int)matrix[p, a];
        Assert.True(matched > 0);
        Assert.Equal(objects + detections - matched, Sum(matrix));
        Assert.Equal(0, matrix[Background, Background]);
    }

    [Fact]
    public void Normalized_columns_sum_to_one_or_are_empty()
    {
        var matrix = new ConfusionMatrix(3);
        matrix.Add([new(Here, 0.9f, 1)], [new(Here, 1), new(There, 1)]);
        var shares = matrix.Normalized();
        Assert.Equal((0.5, 0.5, 0), (shares[1, 1], shares[Background, 1], shares[0, 0]));
    }

    private static Box Random(Random random)
    {
        float x = random.Next(20),
            y = random.Next(20);
        return new Box(x, y, x + 20, y + 20);
    }

    private static long Sum(ConfusionMatrix matrix)
    {
        long sum = 0;
        for (var p = 0; p <= matrix.Classes; p++)
        for (var a = 0; a <= matrix.Classes; a++)
            sum += matrix[p, a];
        return sum;
    }
}
