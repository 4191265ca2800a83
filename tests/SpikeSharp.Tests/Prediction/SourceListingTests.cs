using SpikeSharp.Data;
using SpikeSharp.Prediction;

namespace SpikeSharp.Tests.Prediction;

public sealed class SourceListingTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("spikesharp-").FullName;

    public SourceListingTests()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "inner", "deep"));
        foreach (var name in new[] { "b.jpg", "a.PNG", "film.mp4", "notes.md", "inner/c.jpg", "inner/deep/d.jpg", "inner/deep/e.png" })
            File.WriteAllText(Path.Combine(_folder, name), "");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string[] List(string source) =>
        [.. SourceListing.List(Path.Combine(_folder, source)).Select(file => Path.GetRelativePath(_folder, file.Path))];

    [Fact]
    public void A_folder_gives_its_own_pictures_and_videos_in_ordinal_order() => Assert.Equal(["a.PNG", "b.jpg", "film.mp4"], List(""));

    [Theory]
    [InlineData("*.jpg", "b.jpg")]
    [InlineData("?.*", "a.PNG", "b.jpg")]
    [InlineData("inner/*", "inner/c.jpg")]
    [InlineData("*/*/*.png", "inner/deep/e.png")]
    [InlineData("**/*.jpg", "b.jpg", "inner/c.jpg", "inner/deep/d.jpg")]
    [InlineData("inner/**", "inner/c.jpg", "inner/deep/d.jpg", "inner/deep/e.png")]
    [InlineData("./in*//deep/d*", "inner/deep/d.jpg")]
    public void A_pattern_gives_what_it_matches(string pattern, params string[] expected) => Assert.Equal(expected, List(pattern));

    [Fact]
    public void A_file_whose_name_looks_like_a_pattern_is_that_file()
    {
        File.WriteAllText(Path.Combine(_folder, "x*.jpg"), "");
        Assert.Equal(["x*.jpg"], List("x*.jpg"));
    }

    [Fact]
    public void A_file_of_any_ending_is_taken_for_a_picture_and_a_video_by_its_ending()
    {
        Assert.False(SourceListing.List(Path.Combine(_folder, "notes.md"))[0].IsVideo);
        Assert.True(SourceListing.List(Path.Combine(_folder, "film.mp4"))[0].IsVideo);
    }

    [Fact]
    public void A_list_is_relative_to_itself_and_keeps_its_order()
    {
        File.WriteAllText(Path.Combine(_folder, "inner", "list.txt"), "deep/e.png\n\n  ../film.mp4 \nc.jpg\n");
        Assert.Equal(["inner/deep/e.png", "film.mp4", "inner/c.jpg"], List("inner/list.txt"));
    }

    [Fact]
    public void A_line_that_is_no_picture_is_refused_by_its_number()
    {
        File.WriteAllText(Path.Combine(_folder, "list.txt"), "b.jpg\nnotes.md\n");
        Assert.Equal(2, Assert.Throws<DataException>(() => List("list.txt")).Line);
    }

    [Theory]
    [InlineData("none.jpg")]
    [InlineData("*.webp")]
    [InlineData("none/*.jpg")]
    [InlineData("http://host/a.jpg")]
    public void What_is_not_there_is_missing(string source) => Assert.True(Assert.Throws<DataException>(() => List(source)).Missing);
}
