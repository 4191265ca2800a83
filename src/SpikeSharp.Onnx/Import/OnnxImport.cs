using SpikeSharp.Graph;
using SpikeSharp.Onnx.Import.Reading;

namespace SpikeSharp.Onnx.Import;

/// <summary>From a file to a graph: what the file must have as a whole, then node by node.</summary>
internal static class OnnxImport
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="OnnxException">As <see cref="OnnxFile.Load"/> tells, without the file's name.</exception>
    /// <exception cref="GraphException">What became of it breaks a rule of graphs.</exception>
    public static SpikeGraph Read(string path, OnnxLoadOptions options)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var name = Path.GetFileNameWithoutExtension(path);
        return Import(OnnxModel.Read(path), folder, new FileInfo(path).Length, name, (options.Height, options.Width));
    }

    private static SpikeGraph Import(OnnxModel model, string folder, long bytes, string fileName, (int? Height, int? Width) size)
    {
        if (model.Opset is < OnnxFile.OldestOpset or > OnnxFile.NewestOpset)
            throw new OnnxException(
                $"it has version {model.Opset} of ONNX's operators, and {OnnxFile.OldestOpset} to "
                    + $"{OnnxFile.NewestOpset} are read; export it with another opset"
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
        var translation = new OnnxToGraph(model, order, builder, new ExternalData(folder), new FoldBudget((1 << 22) + bytes), input.Batch);
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
