using System.Diagnostics;
using SpikeSharp.Graph.Safetensors;

namespace SpikeSharp.Graph.Tests.Safetensors;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_content_replaces_the_old_and_nothing_else_stays()
    {
        AtomicFile.Write(_folder["f.txt"], s => s.Write("old, and longer"u8));
        AtomicFile.Write(_folder["f.txt"], s => s.Write("new"u8));
        Assert.Equal("new", File.ReadAllText(_folder["f.txt"]));
        Assert.Equal(["f.txt"], _folder.Names);
    }

    [Fact]
    public void A_relative_path_is_written_where_it_points()
    {
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, _folder["r.txt"]);
        AtomicFile.Write(relative, s => s.Write("x"u8));
        Assert.Equal("x", File.ReadAllText(_folder["r.txt"]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1 << 16)]
    [InlineData(200_000)]
    public void A_failure_after_any_number_of_bytes_leaves_the_old_file_and_no_other(int bytes)
    {
        File.WriteAllText(_folder["f"], "old");
        var thrown = Assert.Throws<InvalidDataException>(() => AtomicFile.Write(_folder["f"], s =>
            {
                s.Write(new byte[bytes]);
                throw new InvalidDataException("in the middle");
            }));
        Assert.Equal("in the middle", thrown.Message);
        Assert.Equal("old", File.ReadAllText(_folder["f"]));
        Assert.Equal(["f"], _folder.Names);
    }

    [Fact]
    public void A_file_that_fails_its_verification_never_takes_the_name()
    {
        File.WriteAllText(_folder["f"], "old");
        Assert.Throws<InvalidDataException>(() =>
            AtomicFile.Write(
                _folder["f"],
                s => s.Write("new"u8),
                temporary =>
                {
                    Assert.Equal("new", File.ReadAllText(temporary));
                    throw new InvalidDataException("no good");
                }
            )
        );
        Assert.Equal("old", File.ReadAllText(_folder["f"]));
        Assert.Equal(["f"], _folder.Names);
    }

    [Fact]
    public void A_target_that_cannot_be_replaced_leaves_no_temporary_file()
    {
        Directory.CreateDirectory(_folder["f"]);
        Assert.ThrowsAny<Exception>(() => AtomicFile.Write(_folder["f"], s => s.Write("new"u8)));
        Assert.Equal(["f"], _folder.Names);
    }

    [Fact]
    public void Temporary_files_of_dead_processes_go_and_those_of_living_ones_and_of_other_files_stay()
    {
        using var living = Process.GetCurrentProcess();
        File.WriteAllText(_folder["f.tmp-2147483646"], "left by a killed process");
        File.WriteAllText(_folder["g.tmp-2147483646"], "another file's");
        File.WriteAllText(_folder["f.tmp-note"], "the user's own");
        File.WriteAllText(_folder["f.tmp-1"], "process 1 always lives");
        AtomicFile.Write(_folder["f"], s => s.Write("new"u8));
        Assert.Equal(["f", "f.tmp-1", "f.tmp-note", "g.tmp-2147483646"], _folder.Names);
    }

    [Fact]
    public void Of_two_writers_at_once_one_is_refused_and_the_other_is_not_disturbed()
    {
        AtomicFile.Write(_folder["f"], s =>
        {
            s.Write("fir"u8);
            Assert.ThrowsAny<IOException>(() => AtomicFile.Write(_folder["f"], t => t.Write("second"u8)));
            s.Write("st"u8);
        });
        Assert.Equal("first", File.ReadAllText(_folder["f"]));
        Assert.Equal(["f"], _folder.Names);
    }

    [Fact]
    public void A_tensor_that_gives_another_number_of_bytes_than_its_shape_needs_leaves_the_old_file()
    {
        SafetensorsWriter.Write(_folder["w"], [TensorSource.Of<float>("a", new[] { 1f }, 1)]);
        foreach (var given in new[] { 0, 4, 12 })
        {
            var e = Assert.Throws<SafetensorsException>(() =>
                SafetensorsWriter.Write(_folder["w"], [new TensorSource("a", DType.F32, [2], s => s.Write(new byte[given]))])
            );
            Assert.Equal(SafetensorsRule.WrongContent, e.Rule);
        }
        using var file = SafetensorsFile.Open(_folder["w"]);
        Assert.Equal([1f], file.Floats("a"));
        Assert.Equal(["w"], _folder.Names);
    }

    [Fact]
    public void What_the_reader_would_refuse_is_not_written()
    {
        var a = TensorSource.Of<float>("a", new[] { 1f }, 1);
        Assert.Equal(SafetensorsRule.DuplicateName, Refused([a, a]));
        Assert.Equal(SafetensorsRule.Metadata, Refused([a with { Name = "__metadata__" }]));
        Assert.Equal(SafetensorsRule.ShapeOverflow, Refused([a with { Shape = [1L << 40, 1L << 40] }]));
        Assert.Equal(SafetensorsRule.ShapeOverflow, Refused([a with { Shape = [1L << 62] }]));
        Assert.NotEqual(SafetensorsRule.WrongContent, Refused([a with { Shape = [-1] }]));
        Assert.Empty(_folder.Names);
    }

    [Fact]
    public void A_checksum_copied_from_another_files_metadata_is_replaced_or_dropped()
    {
        var copied = new Dictionary<string, string> { ["spikesharp.crc32c"] = "deadbeef" };
        SafetensorsWriter.Write(_folder["w"], [TensorSource.Of<float>("a", new[] { 1f }, 1)], copied, checksum: true);
        using (var file = SafetensorsFile.Open(_folder["w"]))
            file.Verify();
        SafetensorsWriter.Write(_folder["w"], [TensorSource.Of<float>("a", new[] { 1f }, 1)], copied);
        using var plain = SafetensorsFile.Open(_folder["w"]);
        Assert.False(plain.HasChecksum);
        Assert.Equal(SafetensorsRule.Checksum, Assert.Throws<SafetensorsException>(plain.Verify).Rule);
    }

    [SkippableFact]
    public void A_full_disk_is_named_and_the_old_checkpoint_stays()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "needs a small tmpfs");
        var disk = Directory.CreateDirectory(_folder["disk"]).FullName;
        Skip.IfNot(Run("mount", $"-t tmpfs -o size=64k tmpfs {disk}"), "mounting a tmpfs needs root");
        try
        {
            var path = Path.Combine(disk, "last.safetensors");
            SafetensorsWriter.Write(path, [TensorSource.Of<byte>("a", new byte[1000], 1000)], checksum: true);
            var e = Assert.Throws<DiskFullException>(() =>
                SafetensorsWriter.Write(path, [TensorSource.Of<byte>("a", new byte[1_000_000], 1_000_000)], checksum: true)
            );
            Assert.Equal(path, e.FilePath);
            Assert.Contains("disk is full", e.Message, StringComparison.Ordinal);
            Assert.Equal([path], Directory.GetFiles(disk));
            using var file = SafetensorsFile.Open(path);
            file.Verify();
        }
        finally
        {
            Run("umount", disk);
        }
    }

    private static bool Run(string program, string arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    private SafetensorsRule Refused(TensorSource[] tensors) =>
        Assert.Throws<SafetensorsException>(() => SafetensorsWriter.Write(_folder["w"], tensors)).Rule;
}
