using System.Text.Json;
using SpikeSharp.Checkpoints;
using SpikeSharp.Cli.Failures;
using SpikeSharp.Data;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Safetensors;
using SpikeSharp.Imaging;
using SpikeSharp.Torch;
using SpikeSharp.Training;

namespace SpikeSharp.Cli.Tests.Failures;

public sealed class FailureTests
{
    public static TheoryData<string, Exception, int> Cases =>
        new()
        {
            { "usage", new UsageException("no"), 2 },
            { "file", new FileNotFoundException(), 3 },
            { "folder", new DirectoryNotFoundException(), 3 },
            { "permission", new UnauthorizedAccessException(), 3 },
            { "missing data", DataException.NotFound("a.yaml", "no such file"), 3 },
            { "missing image", new ImagingException("/none/a.jpg", "no such file"), 3 },
            { "missing library", new DllNotFoundException(), 3 },
            { "libtorch does not load", new TorchException("load", "no such file"), 3 },
            { "other input and output", new IOException("device error"), 3 },
            { "invalid data", new DataException("a.yaml", 3, "class 7 of 3"), 4 },
            { "invalid image", new ImagingException(typeof(FailureTests).Assembly.Location, "not a picture"), 4 },
            { "invalid graph", new GraphException("a convolution sees numbers"), 4 },
            { "invalid weights", new SafetensorsException("a.safetensors", default, "overlap"), 4 },
            { "invalid checkpoint", new CheckpointException("a.safetensors", "two weights are missing"), 4 },
            { "numerical", new NumericalException("loss not finite"), 5 },
            { "invalid shape", new ShapeException("image", "[N, 3, H, W]", "[3]"), 4 },
            { "invalid JSON", new JsonException(), 4 },
            { "truncated", new EndOfStreamException(), 4 },
            { "check", new CheckFailedException("3 spikes differ"), 6 },
            { "disk full", new DiskFullException("a", new IOException()), 7 },
            { "no space", new IOException("No space left on device", 28), 7 },
            { "quota", new IOException("Disk quota exceeded", 122), 7 },
            { "memory", new OutOfMemoryException(), 7 },
            {
                "native memory",
                new TorchException("empty", "DefaultCPUAllocator: can't allocate memory: you tried to allocate 8 bytes"),
                7
            },
            { "stopped", new OperationCanceledException(), 143 },
            { "stopped task", new TaskCanceledException(), 143 },
            { "anything else", new InvalidOperationException(), 1 },
            { "an operator's error", new TorchException("conv2d", "sizes differ"), 1 },
            { "wrapped", new AggregateException(new TypeInitializationException("T", new DataException("a", null, "b"))), 4 },
            { "two at once", new AggregateException(new UsageException("a"), new UsageException("b")), 1 },
        };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_kind_of_failure_has_its_exit_status(string kind, Exception exception, int expected)
    {
        var failure = Failure.Of(exception, interruption: 143);
        Assert.True(expected == failure.Code, $"{kind}: {failure.Code}");
        Assert.NotEmpty(failure.Sentence);
    }

    [Fact]
    public void The_sentence_is_one_line() =>
        Assert.Equal("first second", Failure.Of(new DataExceptionLike("first\r\n  second\n")).Sentence);

    [Fact]
    public void A_stop_says_what_was_kept_when_the_verb_tells()
    {
        Assert.Equal("stopped before the end; run it again for a result", Failure.Of(new OperationCanceledException()).Sentence);
        Assert.Equal("stopped before the end; run it again for a result", Failure.Of(new TaskCanceledException()).Sentence);
        Assert.Equal(
            "stopped in epoch 3; last.safetensors is written",
            Failure.Of(new OperationCanceledException("stopped in epoch 3; last.safetensors is written")).Sentence
        );
    }

    [Fact]
    public void Out_of_memory_says_how_much_and_what_to_do()
    {
        var allocator = new TorchException(
            "conv2d",
            "[enforce fail at alloc_cpu.cpp:75] err == 0. DefaultCPUAllocator: can't allocate memory: you tried to allocate 603979776 "
                + "bytes. Error code 12"
        );
        Assert.Equal(
            "not enough memory: conv2d needed 603979776 bytes more; take a smaller --imgsz, --batch or network",
            Failure.Of(allocator).Sentence
        );
        Assert.Contains("--batch", Failure.Of(new OutOfMemoryException()).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failure_after_which_work_can_go_on_keeps_its_status_and_says_how()
    {
        var failure = Failure.Of(new ResumableException(new DiskFullException("a", new IOException()), "go on with: this"));
        Assert.Equal(7, failure.Code);
        Assert.StartsWith("a: not written, the disk is full", failure.Sentence, StringComparison.Ordinal);
        Assert.EndsWith("; then go on with: this", failure.Sentence, StringComparison.Ordinal);
    }

    private sealed class DataExceptionLike(string message) : Exception(message);
}
