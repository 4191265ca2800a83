using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using SpikeSharp.Checkpoints;
using SpikeSharp.Conversion;
using SpikeSharp.Conversion.Search;
using SpikeSharp.Data;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Safetensors;
using SpikeSharp.Imaging;
using SpikeSharp.Onnx;
using SpikeSharp.Torch;
using SpikeSharp.Training;
using YamlDotNet.Core;

namespace SpikeSharp.Cli.Failures;

/// <summary>What an exception means to the user: an exit status and one sentence. The one place where the two meet.</summary>
internal readonly record struct Failure(int Code, string Sentence)
{
    private const string SmallerNeeds = "take a smaller --imgsz, --batch or network";

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
        // Everything that stands in the way of an import or a conversion is named at once, each in its sentence.
        if (cause is OnnxException onnx)
            return new(code, onnx.Message);
        if (cause is ConversionException conversion)
            return new(code, string.Join(Environment.NewLine, conversion.Problems.Select(problem => OneLine(problem.ToString()))));
        return new(
            code,
            OneLine(
                cause switch
                {
                    OperationCanceledException => Cancellation(cause),
                    TorchException torch when code == ExitCode.Exhausted => OutOfMemory(torch),
                    OutOfMemoryException => $"not enough memory; {SmallerNeeds}",
                    IOException or UnauthorizedAccessException => SystemMessage.Of(cause, code),
                    _ => cause.Message,
                }
            )
        );
    }

    private static int CodeOf(Exception cause, int interruption) =>
        cause switch
        {
            UsageException => ExitCode.Usage,
            CheckFailedException => ExitCode.CheckFailed,
            NumericalException or NotFiniteNumberException => ExitCode.Numerical,
            OperationCanceledException => interruption,

            DiskFullException or OutOfMemoryException => ExitCode.Exhausted,
            TorchException when SaysOutOfMemory(cause.Message) => ExitCode.Exhausted,
            IOException when cause.HResult is 28 or 122 => ExitCode.Exhausted, // ENOSPC, EDQUOT

            DataException { Missing: true } or SearchFileException { Missing: true } => ExitCode.Missing,
            ImagingException imaging when !File.Exists(imaging.File) => ExitCode.Missing,
            TorchException { Operation: "load" } or DllNotFoundException => ExitCode.Missing,

            DataException
            or SearchFileException
            or ImagingException
            or GraphException
            or ConversionException
            or SafetensorsException
            or CheckpointException
            or ShapeException
            or OnnxException => ExitCode.Invalid,
            YamlException or JsonException or InvalidDataException or EndOfStreamException => ExitCode.Invalid,

            // After the two above: what is left of input and output is a file that is not there or that cannot be opened.
            IOException or UnauthorizedAccessException => ExitCode.Missing,
            _ => ExitCode.Unexpected,
        };

    private static Exception Unwrap(Exception exception) =>
        exception switch
        {
            AggregateException { InnerExceptions: [var only] } => Unwrap(only),
            TypeInitializationException or TargetInvocationException when exception.InnerException is { } inner => Unwrap(inner),
            _ => exception,
        };

    private static bool SaysOutOfMemory(string message) =>
        message.Contains("out of memory", StringComparison.OrdinalIgnoreCase)
        || message.Contains("can't allocate memory", StringComparison.OrdinalIgnoreCase);

    // libtorch tells its allocator's source line and an errno; the number of bytes is what matters.
    private static string OutOfMemory(TorchException cause) =>
        Regex.Match(cause.Message, "tried to allocate ([0-9.]+ ?[A-Za-z]+)", RegexOptions.NonBacktracking) is { Success: true } match
            ? $"not enough memory: {cause.Operation} needed {match.Groups[1].Value} more; {SmallerNeeds}"
            : $"not enough memory for {cause.Operation}; {SmallerNeeds}";

    // The verb may say what it kept; the runtime's own words say nothing.
    private static string Cancellation(Exception cause) =>
        cause.Message == new OperationCanceledException().Message || cause is TaskCanceledException
            ? "stopped before the end; run it again for a result"
            : cause.Message;

    private static string OneLine(string message) =>
        string.Join(' ', message.Split((char[])['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
