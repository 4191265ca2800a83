namespace SpikeSharp.Metrics.Tests;

public sealed class ClassificationMetricsTests
{
    [Fact]
    public void Accuracies_are_those_of_sorting_the_scores()
    {
        const int Classes = 8;
        var random = new Random(3);
        var metrics = new ClassificationMetrics(Classes);
        int first = 0,
            few = 0;
        for (var i = 0; i < 200; i++)
        {
            float[] scores = [.. Enumerable.Range(0, Classes).Select(_ => random.Next(6) / 4f)]; // with ties
            var actual = random.Next(Classes);
            metrics.Add(scores, actual);
            int[] order = [.. Enumerable.Range(0, Classes).OrderByDescending(c => scores[c]).ThenBy(c => c)];
            first += order[0] == actual ? 1 : 0;
            few += order[..5].Contains(actual) ? 1 : 0;
        }
        var report = metrics.Compute();
        Assert.Equal((200, first / 200.0, few / 200.0), (report.Images, report.Top1, report.Top5));
        Assert.Equal(200, Enumerable.Range(0, Classes).Sum(c => report.Class(c).Images));
        Assert.Equal(first, Enumerable.Range(0, Classes).Sum(c => report.Class(c).Right));
    }

    [Fact]
    public void With_fewer_than_five_classes_all_are_among_the_first_five()
    {
        var metrics = new ClassificationMetrics(3);
        metrics.Add([0, 1, 2], 0);
        Assert.Equal((0, 1), (metrics.Compute().Top1, metrics.Compute().Top5));
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new ClassificationMetrics(3).Add([0, 1], 0));
        Assert.Throws<ArgumentException>(() => new ClassificationMetrics(3).Add([0, 1, 2], 3));
    }
}
