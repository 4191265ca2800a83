using SpikeSharp.Conversion.Search;
using SpikeSharp.Imaging;
using SpikeSharp.Imaging.Drawing;
using SpikeSharp.Tests.Reports;

namespace SpikeSharp.Tests.Conversion.Search;

public class TrialsPictureTests
{
    [Fact]
    public void Trials_are_drawn_one_by_one_and_against_each_setting()
    {
        using var folder = new SearchFolder();
        NormalisationSearchTests.Both(folder, plots: true);
        Assert.Empty(folder.Notes);
        var picture = Image.Load(folder["trials.png"]);
        Assert.Equal((3 * 480, 2 * 360), (picture.Width, picture.Height)); // trials; percentile, gamma, allowance
        Assert.All(Enumerable.Range(0, 4), i => Assert.True(RunFolder.Share(picture, Palette.Colour(i)) > 1e-5));
        Assert.True(RunFolder.Share(picture, Rgb.Black) > 2e-4);
    }

    [Fact]
    public void A_cancelled_search_is_drawn_as_far_as_it_came()
    {
        using var folder = new SearchFolder();
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() =>
            folder
                .Search(new SearchOptions())
                .Run(
                    NormalisationSpace.MultiplierOnly,
                    (p, _) =>
                    {
                        stop.Cancel();
                        return p["multiplier"];
                    },
                    stop.Token
                )
        );
        Assert.Empty(folder.Notes);
        Assert.Equal(2 * 480, Image.Load(folder["trials.png"]).Width);
        Assert.Single(File.ReadAllLines(folder.Trials));
    }
}
