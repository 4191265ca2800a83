using SpikeSharp.Cli.Doctor;

namespace SpikeSharp.Cli.Tests.Doctor;

public sealed class MappedFilesTests
{
    private static readonly string[] Lines =
    [
        "7f00-7f01 rw-p 00000000 00:00 0 ",
        "7f02-7f03 r-xp 00000000 08:01 12 /usr/lib/a b/libtorch_cpu.so.1.13",
        "7f04-7f05 r-xp 00000000 08:01 13 /opt/libtorch_cpu.so",
        "7ffe-7fff rw-p 00000000 00:00 0 [stack]",
    ];

    [Fact]
    public void The_first_file_of_the_name_is_found_with_its_whole_path() =>
        Assert.Equal("/usr/lib/a b/libtorch_cpu.so.1.13", MappedFiles.Find(Lines, "libtorch_cpu.so"));

    [Fact]
    public void What_is_not_mapped_is_not_found() => Assert.Null(MappedFiles.Find(Lines, "libblas.so"));
}
