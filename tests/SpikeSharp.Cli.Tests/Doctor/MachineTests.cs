using SpikeSharp.Cli.Doctor;

namespace SpikeSharp.Cli.Tests.Doctor;

public sealed class MachineTests
{
    [Fact]
    public void Little_memory_or_disk_is_wrong()
    {
        Assert.NotNull(Machine.Memory(1L << 30, null).Remedy);
        Assert.Null(Machine.Memory(4L << 30, 1L << 30).Remedy);
        Assert.Equal("4.0 GiB, 1.0 GiB available", Machine.Memory(4L << 30, 1L << 30).Text);
        Assert.NotNull(Machine.Disk("/", 1 << 20).Remedy);
        Assert.Null(Machine.Disk("/", 2L << 30).Remedy);
    }

    [Fact]
    public void This_computer_is_described() =>
        Assert.Equal(
            ["CPU", "instructions", "memory", "disk"],
            Machine.Examine(Environment.CurrentDirectory).Select(finding => finding.Subject)
        );
}
