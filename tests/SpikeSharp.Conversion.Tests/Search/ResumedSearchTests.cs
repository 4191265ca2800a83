using System.Text;
using SpikeSharp.Conversion.Search;

namespace SpikeSharp.Conversion.Tests.Search;

public sealed class ResumedSearchTests
{
    [Fact]
    public void A_search_ended_after_any_trial_goes_on_to_the_same_bytes()
    {
        using var whole = new SearchFolder();
        var expected = NormalisationSearchTests.Both(whole);
        var count = whole.Lines.Length - 1;
        Assert.InRange(count, 12, 20);
        for (var end = 0; end < count; end++)
        {
            using var folder = new SearchFolder();
            var left = end;
            Assert.Throws<OperationCanceledException>(() => NormalisationSearchTests.Both(folder, beforeTrial: () =>
                {
                    if (left-- == 0)
                        throw new OperationCanceledException();
                }));
            Assert.Equal(whole.Lines[..end], folder.Lines[..^1]);
            var evaluated = 0;
            var result = NormalisationSearchTests.Both(folder, resume: true, beforeTrial: () => evaluated++);
            Assert.Equal(count - end, evaluated);
            Assert.Equal(whole.Lines, folder.Lines);
            Assert.Equal(expected.Settings.Best.Values, result.Settings.Best.Values);
            Assert.Equal((expected.Settings.Objective, expected.Layers.Objective), (result.Settings.Objective, result.Layers.Objective));
            Assert.Empty(folder.Notes);
        }
    }

    [Fact]
    public void A_finished_search_goes_on_without_a_trial()
    {
        using var folder = new SearchFolder();
        NormalisationSearchTests.Both(folder);
        var bytes = File.ReadAllBytes(folder.Trials);
        NormalisationSearchTests.Both(folder, resume: true, beforeTrial: () => Assert.Fail("evaluated again"));
        Assert.Equal(bytes, File.ReadAllBytes(folder.Trials));
    }

    [Theory]
    [InlineData("{\"trial\":")]
    [InlineData("\0\0\0\0\0\0\0\0")]
    [InlineData("{\"trial\":8,\"kind\":\"layer\"}\n")]
    [InlineData("{\"trial\":8,\"kind\":\"layer\",\"values\":[1],\"objective\":1,\"seconds\":1,\"seed\":1,\"best\":1}\n")]
    [InlineData("{\"trial\":8,\"kind\":\"layer\",\"values\":{\"a\":1e999},\"objective\":1,\"seconds\":1,\"seed\":1,\"best\":1}\n")]
    [InlineData(
        "{\"trial\":9,\"kind\":\"layer\",\"values\":{\"conv1\":1,\"conv2\":1,\"conv3\":1},\"objective\":1,\"seconds\":1,\"seed\":1,"
            + "\"best\":1}\n"
    )]
    [InlineData("[[[[[[[[[[1]]]]]]]]]]\n")]
    [InlineData("\n")]
    public void A_damaged_last_line_is_dropped_with_a_note(string last)
    {
        using SearchFolder whole = new(),
            folder = new();
        NormalisationSearchTests.Both(whole);
        NormalisationSearchTests.Both(folder);
        var bytes = File.ReadAllBytes(folder.Trials);
        File.WriteAllBytes(folder.Trials, [.. Kept(bytes, 7), .. Encoding.UTF8.GetBytes(last)]);
        NormalisationSearchTests.Both(folder, resume: true);
        Assert.Equal(whole.Lines, folder.Lines);
        Assert.Contains($"{folder.Trials}:8: the last line is no trial", Assert.Single(folder.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_cut_anywhere_is_dropped()
    {
        using var folder = new SearchFolder();
        NormalisationSearchTests.Both(folder);
        var (bytes, lines) = (File.ReadAllBytes(folder.Trials), folder.Lines);
        var (short7, short8) = (Kept(bytes, 7).Length, Kept(bytes, 8).Length);
        for (var cut = short7 + 1; cut < short8; cut += 17)
        {
            File.WriteAllBytes(folder.Trials, bytes[..cut]);
            folder.Notes.Clear();
            Assert.Equal(7, folder.Search(resume: true).Recorded);
            Assert.Single(folder.Notes);
            Assert.Equal(lines[..7], folder.Lines[..^1]);
        }
    }

    [Theory]
    [InlineData(3, "{", "is no trial of a search: it is not JSON")]
    [InlineData(2, "{}", "is no trial of a search: its fields are not those of a trial")]
    [InlineData(1, "", "is no trial of a search: it is not JSON")]
    [InlineData(
        2,
        "{\"trial\":2,\"kind\":\"magic\",\"values\":{},\"objective\":1,\"seconds\":1,\"seed\":1,\"best\":1}",
        "is no trial of a search: its fields are not those of a trial"
    )]
    [InlineData(
        2,
        "{\"trial\":5,\"kind\":\"random\",\"values\":{},\"objective\":1,\"seconds\":1,\"seed\":1,\"best\":1}",
        "is no trial of a search: it is trial 5, not 2"
    )]
    [InlineData(
        2,
        "{\"trial\":2,\"kind\":\"random\",\"values\":{\"percentile\":0.99,\"gamma\":5,\"allowance\":2},\"objective\":1,\"seconds\":1,"
            + "\"seed\":9,\"best\":1}",
        "was made with seed 9, not 1"
    )]
    [InlineData(
        2,
        "{\"trial\":2,\"kind\":\"random\",\"values\":{\"percentile\":0.99,\"gamma\":4,\"allowance\":2},\"objective\":1000,\"seconds\":1,"
            + "\"seed\":1,\"best\":1}",
        "holds numbers that this search cannot have written"
    )]
    [InlineData(
        2,
        "{\"trial\":2,\"kind\":\"layer\",\"values\":{\"conv1\":1},\"objective\":1,\"seconds\":1,\"seed\":1,\"best\":1}",
        "is not the random trial of percentile, gamma, allowance that this search makes here"
    )]
    public void Other_damage_is_told_with_file_and_line(int line, string text, string reason)
    {
        using var folder = new SearchFolder();
        NormalisationSearchTests.Both(folder);
        var lines = File.ReadAllLines(folder.Trials);
        lines[line - 1] = text;
        File.WriteAllLines(folder.Trials, lines);
        var before = File.ReadAllBytes(folder.Trials);
        var error = Assert.Throws<SearchFileException>(() => NormalisationSearchTests.Both(folder, resume: true));
        Assert.Equal((folder.Trials, line, reason), (error.File, error.Line, error.Reason));
        Assert.Equal(before, File.ReadAllBytes(folder.Trials));
    }

    [Fact]
    public void Other_settings_do_not_go_on()
    {
        using var folder = new SearchFolder();
        folder.Search(new SearchOptions { Iterations = 0 }).Run(NormalisationSpace.MultiplierOnly, (p, _) => p["multiplier"]);
        Assert.Contains(
            "begun with seed 1, not 2: go on with the same settings",
            Refused(new SearchOptions { Seed = 2, Iterations = 0 }),
            StringComparison.Ordinal
        );
        Assert.Contains("begun with iterations 0, not 30", Refused(new SearchOptions()), StringComparison.Ordinal);
        Assert.Contains(
            "begun with objective \"\", not \"KL, T = 64\"",
            Refused(new SearchOptions { Objective = "KL, T = 64" }),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "begun with another space",
            Refused(new SearchOptions { Iterations = 0 }, NormalisationSpace.Of(64, calibrated: true)),
            StringComparison.Ordinal
        );

        string Refused(SearchOptions options, SearchSpace? space = null) =>
            Assert
                .Throws<SearchFileException>(() =>
                    folder.Search(options, resume: true).Run(space ?? NormalisationSpace.MultiplierOnly, (p, _) => 0)
                )
                .Message;
    }

    [Fact]
    public void Trials_are_neither_overwritten_nor_taken_without_their_settings()
    {
        using var folder = new SearchFolder();
        NormalisationSearchTests.Both(folder);
        Assert.Contains(
            "go on with it, or name another folder",
            Assert.Throws<SearchFileException>(() => folder.Search()).Message,
            StringComparison.Ordinal
        );
        foreach (var content in new[] { "", "{", "{}", "[1]", "[{\"a\":1,\"a\":2}]" })
        {
            File.WriteAllText(folder["search.json"], content);
            Assert.Equal(
                folder["search.json"],
                Assert.Throws<SearchFileException>(() => NormalisationSearchTests.Both(folder, resume: true)).File
            );
        }
        File.Delete(folder["search.json"]);
        Assert.True(Assert.Throws<SearchFileException>(() => folder.Search(resume: true)).Missing);
    }

    [Fact]
    public void A_space_that_was_tried_out_hands_over_to_the_next_search()
    {
        using var folder = new SearchFolder();
        for (var resume = false; ; resume = true)
        {
            var search = folder.Search(resume: resume);
            Assert.Equal(3, search.Run(new(SearchDimension.Choice("a", [1, 2, 3])), (p, _) => p["a"]).Trials.Count);
            Assert.Equal(2, search.Run(new(SearchDimension.Choice("b", [1, 2])), (p, _) => p["b"]).Trials.Count);
            if (resume)
                break;
        }
        Assert.Equal(5 + 1, folder.Lines.Length);
    }

    private static byte[] Kept(byte[] bytes, int lines)
    {
        var end = 0;
        for (var i = 0; i < lines; i++)
            end = Array.IndexOf(bytes, (byte)'\n', end) + 1;
        return bytes[..end];
    }
}
