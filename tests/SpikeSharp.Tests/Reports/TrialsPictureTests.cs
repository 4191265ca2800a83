using SpikeSharp.Conversion.Search;
using SpikeSharp.Imaging;
using SpikeSharp.Imaging.Drawing;
using SpikeSharp.Reports;
using SpikeSharp.Tests.Training;

namespace SpikeSharp.Tests.Reports;

public sealed class TrialsPictureTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("spikesharp-trials-").FullName;

    [Fact]
    public void Trials_are_drawn_one_by_one_and_against_each_setting()
    {
        var space = NormalisationSpace.Of(16, calibrated: true);
        var options = new SearchOptions
        {
            RandomPoints = 3,
            Iterations = 4,
            LayerFactors = [0.8, 1, 1.25],
        };
        var search = new NormalisationSearch(_folder, options, ended: Draw);
        var found = search.Run(space, (p, _) => Math.Abs(p["gamma"] - 5) + p["allowance"] / 7 + 0.1);
        search.RunLayers(["conv1", "conv2"], (factors, _) => found.Objective + factors[0] - factors[1] + 1);
        var picture = Image.Load(Picture);
        Assert.Equal((3 * 480, 2 * 360), (picture.Width, picture.Height)); // trials; percentile, gamma, allowance
        Assert.All(Enumerable.Range(0, 4), i => Assert.True(RunFolder.Share(picture, Palette.Colour(i)) > 1e-5));
        Assert.True(RunFolder.Share(picture, Rgb.Black) > 2e-4);
    }

    [Fact]
    public void A_single_trial_is_drawn()
    {
        var search = new NormalisationSearch(_folder, new SearchOptions { RandomPoints = 1, Iterations = 0 }, ended: Draw);
        search.Run(NormalisationSpace.MultiplierOnly, (p, _) => p["multiplier"]);
        Assert.Equal(2 * 480, Image.Load(Picture).Width);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Picture => Path.Combine(_folder, "trials.png");

    private void Draw(NormalisationSearch search) => TrialsPicture.Draw(search.Trials, search.Spaces).Save(Picture);
}
