using System.Text.RegularExpressions;
using SpikeSharp.Demo;
using SpikeSharp.Models.SpikeYolo;
using SpikeSharp.Training;

namespace SpikeSharp.Tests.Demo;

public sealed class DemonstrationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("spikesharp-").FullName;
    private readonly Reporter _reporter = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private DemoOptions Tiny =>
        new()
        {
            Folder = _folder,
            Variant = new SpikeYoloVariant("tiny", 0.1, 0.03125),
            Epochs = 2,
            Batch = 4,
            ImageSize = 64,
            VerifiedImages = 2,
            CountedImages = 2,
            Threads = 1,
            Pictures = new()
            {
                TrainImages = 8,
                ValImages = 4,
                ImageSize = 96,
            },
        };

    private DemoResult Run(DemoOptions options) => new Demonstration(options, _reporter, _ => { }).Run();

    [Fact]
    public void It_ends_with_one_page_that_needs_no_other_file_and_says_that_the_pictures_are_synthetic()
    {
        var result = Run(Tiny);
        var page = File.ReadAllText(result.Page);
        Assert.DoesNotMatch("(src|href)=\"(?!data:image/)", page);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", page, StringComparison.Ordinal);
        Assert.Contains("synthetic", page, StringComparison.Ordinal);
        Assert.Equal(8 + 8 + 1 + result.Maps.Count * 6, Regex.Count(page, "<img ")); // drawn, there and found (4 of each), watched, maps
        Assert.True(result.Verification.Passed);
        Assert.True(result.SpikeDriven.IsSpikeDriven);
        Assert.Equal((2, 2, 2), (result.Curves.Epochs, result.Verification.Images, result.Counts.Images));
        Assert.True(File.Exists(result.Graph) && File.Exists(result.Checkpoint));
        foreach (var map in result.Maps)
        {
            for (var i = 0; i < map.Liveliest.Pixels.Length; i++)
                Assert.Equal(map.Liveliest.Pixels[i], map.Steps.Sum(step => step.Pixels[i]) / map.Steps.Count, 1.0);
        }
    }

    [Fact]
    public void Run_again_it_trains_no_more_and_with_other_options_anew()
    {
        Run(Tiny);
        Assert.Equal(2, _reporter.Epochs);
        Run(Tiny);
        Assert.Equal(2, _reporter.Epochs);
        Run(Tiny with { Seed = 1, Epochs = 1 });
        Assert.Equal(3, _reporter.Epochs);
    }

    [Fact]
    public void Out_of_time_it_stops_after_an_epoch_and_still_shows_everything()
    {
        var result = Run(Tiny with { Epochs = 500, TimeLimit = TimeSpan.FromSeconds(1) });
        Assert.InRange(result.Curves.Epochs, 1, 100);
        Assert.Equal((1, 1), (result.Verification.Images, result.Counts.Images));
        Assert.Contains("the time limit ended it early", File.ReadAllText(result.Page), StringComparison.Ordinal);
    }

    private sealed class Reporter : ITrainingReporter
    {
        public int Epochs { get; private set; }

        public void Started(TrainingSetup setup) { }

        public void BatchDone(BatchProgress progress) { }

        public void EpochDone(EpochResult result) => Epochs++;

        public void Note(string message) { }
    }
}
