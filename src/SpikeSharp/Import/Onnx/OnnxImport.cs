using SpikeSharp.Graph;
using SpikeSharp.Import.Onnx.Reading;

namespace SpikeSharp.Import.Onnx;

/// <summary>Reads ONNX files: networks of floats, as they were trained, as graphs of one time step.</summary>
/// <remarks>A node of the graph has the name of the ONNX tensor it gives, and outputs have the model's names; <see cref="OnnxTensors"/>
/// finds those
/// that are another node's numbers under a second name.</remarks>
public static class OnnxImport
{
    /// <summary>Version of ONNX's operators that are read, from.</summary>
    public const int OldestOpset = 9;

    /// <summary>Version of ONNX's operators that are read, to.</summary>
    public const int NewestOpset = 20;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="imageSize">Side of the image in pixels, for a model that leaves it open; null when the model tells.</param>
    /// <exception cref="OnnxException">The file is damaged or hostile, or holds what cannot be imported: every node of that kind is
    /// named.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static SpikeGraph Load(string path, int? imageSize = null) => Load(path, imageSize, imageSize);

    /// <summary>Reads a file for images of a height and a width.</summary>
    /// <param name="path">The file.</param>
    /// <param name="height">Height in pixels, for a model that leaves it open.</param>
    /// <param name="width">Width in pixels, likewise.</param>
    /// <exception cref="OnnxException">As for the other.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static SpikeGraph Load(string path, int? height, int? width)
    {
        try
        {
            var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
            return Import(OnnxModel.Read(path), folder, new FileInfo(path).Length, Path.GetFileNameWithoutExtension(path), (height, width));
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

    private static SpikeGraph Import(OnnxModel model, string folder, long bytes, string fileName, (int? Height, int? Width) size)
    {
        if (model.Opset is < OldestOpset or > NewestOpset)
            throw new OnnxException(
                $"it has version {model.Opset} of ONNX's operators, and {OldestOpset} to {NewestOpset} are read; export it with another "
                    + $"opset"
            );
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var tensor in model.Initialisers)
        {
            if (!names.Add(tensor.Name))
                throw new OnnxException($"tensor '{tensor.Name}' is given twice");
        }
        var input = ModelInput.Of(model, names, size);
        names.Add(input.Name);
        if (model.Outputs.Count == 0)
            throw new OnnxException("its graph names no output");
        var order = NodeOrder.Of(model, names);

        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        var info = new GraphInfo(model.Name.Length > 0 ? model.Name : fileName, 1, input.Height)
        {
            ImageWidth = input.Width == input.Height ? null : input.Width,
            ClassNames = ModelMetadata.ClassNames(model.Metadata),
            Metadata = metadata,
        };
        var builder = new GraphBuilder(info);
        var translation = new OnnxTranslation(
            model,
            order,
            builder,
            new ExternalData(folder),
            new FoldBudget((1 << 22) + bytes),
            input.Batch
        );
        translation[input.Name] = new OnnxValue(builder.Input(input.Channels, input.Name), input.Shape);
        foreach (var node in order)
            translation.Import(node);
        var outputs = model.Outputs.Select(output => (output.Name, Shape: translation.Output(output.Name))).ToList();
        if (translation.Problems.Count > 0)
            throw new OnnxException(translation.Problems);
        OnnxTensors.Write(metadata, translation.Aliases, outputs.Select(output => (output.Name, output.Shape!)));
        return DetectionSuffix.Replace(builder.Build());
    }
}
