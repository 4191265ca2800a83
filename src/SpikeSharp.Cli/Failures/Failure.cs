using System.Reflection;
using System.Text.Json;
using SpikeSharp.Checkpoints;
using SpikeSharp.Data;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Safetensors;
using SpikeSharp.Imaging;
using SpikeSharp.Torch;
using SpikeSharp.Training;
using YamlDotNet.Core;

namespace SpikeSharp.Cli.Failures;

/// <summary>What an exception means to the user: an exit status and one sentence. The one place where the two meet.</summary>
internal readonly record struct Failure(int Code, string Sentence)
{
    /// <summary>Judges an exception.</summary>
    /// <param name="exception">What a verb threw.</param>
    /// <param name="interruption">The exit status of the signal that was received, if one was.</param>
    public static Failure Of(Exception exception, int interruption = ExitCode.Interrupted)
    {
        var cause = Unwrap(exception);
        if (cause is ResumableException { InnerException: { } inner })
        {
            var (why, sentence) = Of(inner, interruption);
            return new(why, $"{sentence}; then {cause.Message}");
        }
        var code = CodeOf(cause, interruption);
        return new(code, OneLine(cause switch
        {
            OperationCanceledException => Cancellation(cause),
            IOException or UnauthorizedAccessException => SystemMessage.Of(cause, code),
            _ => cause.Message,
        }));
    }

    private static int CodeOf(Exception cause, int interruption) => cause switch
    {
        UsageException => ExitCode.Usage,
        CheckFailedException => ExitCode.CheckFailed,
        NumericalException => ExitCode.Numerical,
        OperationCanceledException => interruption,

        DiskFullException or OutOfMemoryException => ExitCode.Exhausted,
        TorchException when SaysOutOfMemory(cause.Message) => ExitCode.Exhausted,
        IOException when cause.HResult is 28 or 122 => ExitCode.Exhausted,      // ENOSPC, EDQUOT

        DataException { Missing: true } => ExitCode.Missing,
        ImagingException imaging when !File.Exists(imaging.File) => ExitCode.Missing,
        TorchException { Operation: "load" } or DllNotFoundException => ExitCode.Missing,

        DataException or ImagingException or GraphException or SafetensorsException or CheckpointException or ShapeException => ExitCode.Invalid,
        YamlException or JsonException or InvalidDataException or EndOfStreamException => ExitCode.Invalid,

        // After the two above: what is left of input and output is a file that is not there or that cannot be opened.
        IOException or UnauthorizedAccessException => ExitCode.Missing,
        _ => ExitCode.Unexpected,
    };

    private static Exception Unwrap(Exception exception) => exception switch
    {
        AggregateException { InnerExceptions: [var only] } => Unwrap(only),
        TypeInitializationException or TargetInvocationException when exception.InnerException is { } inner => Unwrap(inner),
        _ => exception,
    };

    private static bool SaysOutOfMemory(string message) =>
        message.Contains("out of memory", StringComparison.OrdinalIgnoreCase) || message.Contains("can't allocate memory", StringComparison.OrdinalIgnoreCase);

    // The verb may say what it kept; the runtime's own words say nothing.
    private static string Cancellation(Exception cause) => cause.Message == new OperationCanceledException().Message
        || cause is TaskCanceledException ? "stopped before the end; run it again for a result" : cause.Message;

    private static string OneLine(string message) =>
        string.Join(' ', message.Split((char[])['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
