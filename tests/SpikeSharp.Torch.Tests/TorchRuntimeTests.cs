namespace SpikeSharp.Torch.Tests;

public sealed class TorchRuntimeTests
{
    [Fact]
    public void The_version_begins_with_libtorchs_own_and_the_ABI()
    {
        var lines = TorchRuntime.Version.Split('\n');
        Assert.Matches(@"^libtorch \d+\.\d+\.\d+\S*, C\+\+11 ABI [01]$", lines[0]);
        Assert.Contains(lines, l => l.Contains("parallel backend", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.StartsWith("PyTorch built with", StringComparison.Ordinal));
    }

    [Fact]
    public void The_thread_count_is_set_and_at_least_1()
    {
        var before = TorchRuntime.Threads;
        try
        {
            foreach (var (set, expected) in new[] { (1, 1), (3, 3), (0, 1), (-5, 1) })
            {
                TorchRuntime.Threads = set;
                Assert.Equal(expected, TorchRuntime.Threads);
            }
        }
        finally
        {
            TorchRuntime.Threads = before;
        }
    }

    [Fact]
    public void Devices_are_counted_without_a_GPU_too() => Assert.InRange(TorchRuntime.CudaDevices, 0, 64);
}
