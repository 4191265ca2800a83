using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Google.Protobuf;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Safetensors;

namespace SpikeSharp.Export.Onnx;

/// <summary>Writes compiled graphs as ONNX files of standard operators alone, for other runtimes.</summary>
/// <remarks>Spikes are whole numbers in float32 there, time steps are written out one after the other, and sums are the runtime's: where a
/// potential lies within a rounding of a boundary, a spike may differ from the interpreter's.</remarks>
public static class OnnxExport
{
    /// <summary>Version of ONNX's operators.</summary>
    public const int Opset = 17;

    /// <summary>Version of ONNX's file format.</summary>
    public const int IrVersion = 8;

    /// <summary>Name of the input, float32 [1, channels, H, W], for pictures RGB from 0 to 1.</summary>
    public const string InputName = "images";

    // Notes like these are for people: no reason to write é as an escape.
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes or replaces the file in one step. The outputs have the graph's names; a detection head's is [1, 4 + classes,
    /// anchors],
    /// a value that varies over time is [T, C, H, W], any other [1, C, H, W].</summary>
    /// <param name="graph">The network.</param>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="options">Size of the image, and how convolutions are written.</param>
    /// <exception cref="GraphException">The network cannot take that size, has no form in ONNX, or would give a file over 2 GB.</exception>
    /// <exception cref="DiskFullException">The disk is full; an older file is untouched.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static OnnxFile Write(SpikeGraph graph, string path, OnnxOptions options)
    {
        var translation = new OnnxTranslation(graph, options);
        var model = OnnxMessages.Model(translation.ToMessage(), Metadata(graph, options));
        RequireSize(model.Size, path);
        AtomicFile.Write(path, stream =>
        {
            using var output = new CodedOutputStream(stream, leaveOpen: true);
            model.WriteTo(output);
        });
        return new OnnxFile(path, model.Size, translation.NodeCount, translation.InitialiserCount, translation.FactorisedCount);
    }

    private static void RequireSize(long bytes, string path)
    {
        if (bytes <= int.MaxValue)
            return;
        var size = string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:F2} GB");
        throw new GraphException(
            $"the ONNX file would have {size}, and its format allows no more than 2 GB (2^31 bytes); export a smaller network",
            file: path
        );
    }

    private static Dictionary<string, string> Metadata(SpikeGraph graph, OnnxOptions options) =>
        new()
        {
            ["names"] = JsonSerializer.Serialize(graph.Info.ClassNames, Json),
            ["strides"] = JsonSerializer.Serialize(graph.Info.Strides, Json),
            ["imgsz"] = JsonSerializer.Serialize<int[]>([options.Height, options.Width]),
            ["T"] = graph.Info.TimeSteps.ToString(CultureInfo.InvariantCulture),
            ["convolutions"] = options.Factorised ? "factorised" : "merged",
        };
}
