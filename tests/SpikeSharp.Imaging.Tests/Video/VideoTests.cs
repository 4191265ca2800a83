using SpikeSharp.Imaging.Video;

namespace SpikeSharp.Imaging.Tests.Video;

public sealed class VideoTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("spikesharp-video-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("a.avi", 24)]
    [InlineData("a.mp4", 24)]
    public void Frames_come_back_in_order_and_close_in_colour(string name, int tolerance)
    {
        var path = Write(name, frames: 12);
        Assert.Equal([path], Directory.GetFiles(_folder));

        using var video = new VideoReader(path);
        Assert.Equal((64, 48, 25.0, 12L), (video.Width, video.Height, video.FrameRate, video.FrameCount));
        var frame = new Image(64, 48);
        for (var i = 0; i < 12; i++)
        {
            Assert.True(video.Read(frame));
            Assert.InRange(frame[32, 24].R, 20 * i - tolerance, 20 * i + tolerance);
            Assert.InRange(frame[32, 24].B, 90 - tolerance, 90 + tolerance);
        }
        Assert.False(video.Read(frame));
    }

    [Fact]
    public void Skipped_frames_are_passed_over()
    {
        using var video = new VideoReader(Write("a.avi", frames: 6));
        var frame = new Image(64, 48);
        Assert.True(video.Skip() && video.Skip() && video.Skip() && video.Read(frame));
        Assert.InRange(frame[32, 24].R, 45, 75);
        Assert.True(video.Skip() && video.Skip());
        Assert.False(video.Skip());
    }

    [Fact]
    public void A_video_that_is_not_finished_leaves_nothing()
    {
        using (var writer = new VideoWriter(Path.Combine(_folder, "a.avi"), 64, 48, 25))
            writer.Write(new Image(64, 48));
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public void What_is_no_video_is_refused_by_name()
    {
        var path = Path.Combine(_folder, "text.mp4");
        File.WriteAllText(path, "no video");
        Assert.Contains(path, Assert.Throws<ImagingException>(() => new VideoReader(path)).Message);
        Assert.Throws<FileNotFoundException>(() => new VideoReader("http://127.0.0.1:1/a.mp4"));
        Assert.Throws<ImagingException>(() => new VideoWriter(Path.Combine(_folder, "a.gif"), 64, 48, 25));
        Assert.Throws<DirectoryNotFoundException>(() => new VideoWriter(Path.Combine(_folder, "none", "a.avi"), 64, 48, 25));
    }

    [Fact]
    public void Images_of_another_size_and_closed_videos_are_refused()
    {
        var path = Write("a.avi", frames: 2);
        var video = new VideoReader(path);
        Assert.Throws<ArgumentException>(() => video.Read(new Image(64, 47)));
        video.Dispose();
        Assert.Throws<ObjectDisposedException>(() => video.Read(new Image(64, 48)));
        using var writer = new VideoWriter(path, 64, 48, 25);
        Assert.Throws<ArgumentException>(() => writer.Write(new Image(1, 1)));
    }

    [Fact]
    public void A_cut_file_ends_or_is_refused()
    {
        var bytes = File.ReadAllBytes(Write("a.avi", frames: 4));
        var frame = new Image(64, 48);
        var path = Path.Combine(_folder, "cut.avi");
        for (var length = 0; length < bytes.Length; length += 301)
        {
            File.WriteAllBytes(path, bytes[..length]);
            try
            {
                using var video = new VideoReader(path);
                var frames = 0;
                while ((video.Width, video.Height) == (64, 48) && video.Read(frame))
                    Assert.True(++frames <= 4);
            }
            catch (ImagingException error)
            {
                Assert.Equal(path, error.File);
            }
        }
    }

    [SkippableFact]
    public void No_file_stays_open()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Linux tells which files a process holds");
        for (var i = 0; i < 3; i++)
        {
            using var video = new VideoReader(Write("a.avi", frames: 2));
            video.Skip();
            Assert.Contains(Open(), file => file.StartsWith(_folder, StringComparison.Ordinal));
        }
        using (var writer = new VideoWriter(Path.Combine(_folder, "c.avi"), 64, 48, 25))
            writer.Write(new Image(64, 48));
        File.WriteAllText(Path.Combine(_folder, "b.avi"), "no video");
        Assert.Throws<ImagingException>(() => new VideoReader(Path.Combine(_folder, "b.avi")));
        Assert.DoesNotContain(Open(), file => file.StartsWith(_folder, StringComparison.Ordinal));

        static IEnumerable<string> Open() =>
            Directory.EnumerateFiles("/proc/self/fd").Select(file => new FileInfo(file).LinkTarget ?? "").ToArray();
    }

    private string Write(string name, int frames)
    {
        var path = Path.Combine(_folder, name);
        using var writer = new VideoWriter(path, 64, 48, 25);
        var frame = new Image(64, 48);
        for (var i = 0; i < frames; i++)
        {
            frame.Fill(new Rgb((byte)(20 * i), 120, 90));
            writer.Write(frame);
        }
        writer.Finish();
        return path;
    }
}
