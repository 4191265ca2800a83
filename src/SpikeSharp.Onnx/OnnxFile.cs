using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Google.Protobuf;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Safetensors;
using SpikeSharp.Onnx.Export;
using SpikeSharp.Onnx.Import;

namespace SpikeSharp.Onnx;

/// <summary>Reads ONNX files as graphs, and writes graphs as ONNX files of standard operators alone.</summary>
/// <remarks>
/// A graph that was read has one time step, as the network was trained. A node has the name of the ONNX tensor it gives, and outputs have
/// the model's names; <see cref="OnnxTensors"/> finds those that are another node's numbers under a second name.
/// <para>In a file that was written spikes are whole numbers in float32, time steps stand one after the other, and sums are the runtime's:
/// where a potential lies within a rounding of a boundary, a spike may differ from the interpreter's.</para>
/// </remarks>
public static class OnnxFile
{
    /// <summary>Version of ONNX's operators that are read, from.</summary>
    public const int OldestOpset = 9;

    /// <summary>Version of ONNX's operators that are read, to.</summary>
    public const int NewestOpset = 20;

    /// <summary>Version of ONNX's operators that are written.</summary>
    public const int WrittenOpset = 17;

    /// <summary>Version of ONNX's file format that is written.</summary>
    public const int IrVersion = 8;

    /// <summary>
    /// Name of the input in a file that was written: float32 [1, channels, H, W] in the graph's range of values, or [T, channels, H, W]
    /// where the graph wants a frame for each time step.
    /// </summary>
    public const string InputName = "images";

    // Notes like these are for people: no reason to write é as an escape.
    private static readonly OnnxJson Json = new(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">The size of the image, for a model that leaves it open.</param>
    /// <exception cref="OnnxException">The file is damaged or hostile, or holds what cannot be imported: every node of that kind is
    /// named.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static SpikeGraph Load(string path, OnnxLoadOptions? options = null)
    {
        try
        {
            return OnnxImport.Read(path, options ?? new OnnxLoadOptions());
        }
        catch (OnnxException e)
        {
            throw e.In(path);
        }
        catch (GraphException e)
        {
            throw new OnnxException(e.Node is null ? e.Reason : $"node '{e.Node}': {e.Reason}", e).In(path);
        }
    }

    /// <summary>
    /// Writes or replaces a file in one step. The outputs have the graph's names; a detection head's is [1, 4 + classes, anchors], a value
    /// that varies over time is [T, C, H, W], any other [1, C, H, W].
    /// </summary>
    /// <param name="graph">The network.</param>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="options">Size of the image, and how convolutions are written.</param>
    /// <returns>How large it became.</returns>
    /// <exception cref="GraphException">The network cannot take that size, has no form in ONNX, or would give a file over 2 GB.</exception>
    /// <exception cref="DiskFullException">The disk is full; an older file is untouched.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static OnnxSaveResult Save(SpikeGraph graph, string path, OnnxSaveOptions? options = null)
    {
        options ??= new OnnxSaveOptions();
        var height = options.Height ?? graph.Info.ImageSize;
        var width = options.Width ?? graph.Info.ImageWidth ?? graph.Info.ImageSize;
        var translation = new GraphToOnnx(graph, height, width, options.Factorised);
        var model = OnnxMessages.Model(translation.ToMessage(), Metadata(graph, height, width, options.Factorised));
        RequireSize(model.Size, path);
        AtomicFile.Write(path, stream =>
        {
            using var output = new CodedOutputStream(stream, leaveOpen: true);
            model.WriteTo(output);
        });
        return new OnnxSaveResult(model.Size, translation.NodeCount, translation.InitialiserCount, translation.FactorisedCount);
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

    private static Dictionary<string, string> Metadata(SpikeGraph graph, int height, int width, bool factorised) =>
        new()
        {
            ["names"] = JsonSerializer.Serialize(graph.Info.ClassNames, Json.IReadOnlyListString),
            ["strides"] = JsonSerializer.Serialize(graph.Info.Strides, Json.IReadOnlyListInt32),
            ["imgsz"] = JsonSerializer.Serialize([height, width], Json.Int32Array),
            ["T"] = graph.Info.TimeSteps.ToString(CultureInfo.InvariantCulture),
            ["convolutions"] = factorised ? "factorised" : "merged",
        };
}
