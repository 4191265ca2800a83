using SpikeSharp.Graph.Format;
using SpikeSharp.Graph.Safetensors;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Checkpoints;

/// <summary>
/// Networks as safetensors files: weights under the authors' names, the network's description in the metadata, and in the checkpoints of
/// a run under <c>training/</c> all that an exact resume needs.
/// </summary>
public static class Checkpoint
{
    /// <summary>Metadata key of the format's name and version.</summary>
    public const string FormatKey = "spikesharp.format";

    /// <summary>Metadata key of the <see cref="ModelDescription"/>.</summary>
    public const string ModelKey = "spikesharp.model";

    /// <summary>Prefix of tensors that only a resumed training reads.</summary>
    public const string TrainingPrefix = "training/";
    private const string Format = "spikesharp-checkpoint/1";

    /// <summary>Writes a checkpoint atomically, with a checksum.</summary>
    /// <exception cref="CheckpointException">A weight is not finite: such a network is never saved.</exception>
    public static void Save(
        string path,
        ModelDescription description,
        StateDict weights,
        IEnumerable<TensorSource>? more = null,
        IEnumerable<KeyValuePair<string, string>>? metadata = null
    )
    {
        foreach (var entry in weights.Entries)
        {
            if (entry.Tensor.DType.IsFloatingPoint() && !AllFinite(entry.Tensor))
                throw new CheckpointException(path, $"not written: '{entry.Name}' holds NaN or infinity");
        }
        var facts = new Dictionary<string, string>(metadata ?? []) { [FormatKey] = Format, [ModelKey] = description.ToJson() };
        SafetensorsWriter.Write(path, [.. weights.Entries.Select(e => e.Tensor.ToSource(e.Name)), .. more ?? []], facts, checksum: true);
    }

    /// <summary>Whether a file was written by <see cref="Save"/>.</summary>
    public static bool KnowsItself(SafetensorsFile file) => file.Metadata.ContainsKey(ModelKey) && !GraphFile.IsGraph(file);

    /// <summary>The description in a checkpoint.</summary>
    /// <exception cref="CheckpointException">The file is no checkpoint of this format.</exception>
    public static ModelDescription Describe(SafetensorsFile file)
    {
        if (!file.Metadata.TryGetValue(ModelKey, out var text))
            throw new CheckpointException(
                file.FilePath,
                "it does not say what network it holds; name it with --model and give the file as --weights"
            );
        var format = file.Metadata.GetValueOrDefault(FormatKey);
        if (format != Format)
            throw new CheckpointException(file.FilePath, $"its format is '{format}', not '{Format}': another version wrote it");
        return ModelDescription.FromJson(text, file.FilePath);
    }

    /// <summary>Builds the network a checkpoint describes and loads its weights, all of them.</summary>
    public static LoadedModel Load(string path)
    {
        using var file = SafetensorsFile.Open(path);
        if (file.HasChecksum)
            file.Verify();
        var description = Describe(file);
        var model = description.Options.Build();
        var report = LoadWeights(model.Weights, file);
        return report.IsExact
            ? new LoadedModel(model, description)
            : throw new CheckpointException(
                path,
                $"{report.Missing.Count} weights of the network are missing and {report.Unexpected.Count} are unknown, the first is "
                    + $"'{report.Missing.Concat(report.Unexpected).First()}'"
            );
    }

    /// <summary>Opens a file of tensors.</summary>
    /// <exception cref="CheckpointException">It is not even called a safetensors file, and is none.</exception>
    /// <exception cref="SafetensorsException">It is damaged.</exception>
    public static SafetensorsFile Open(string path)
    {
        try
        {
            return SafetensorsFile.Open(path);
        }
        catch (SafetensorsException) when (!path.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase))
        {
            // Of such a file the rule that it breaks says nothing.
            throw new CheckpointException(
                path,
                Path.GetExtension(path).ToLowerInvariant() is ".pt" or ".pth" or ".ckpt"
                    ? "it is a file of PyTorch, which may run code as it is read: save its state dict as .safetensors, as "
                        + "docs/forward-and-weights.md shows"
                    : "it is neither a YAML file nor a safetensors file: no network can be read from it"
            );
        }
    }

    /// <summary>The weights of a file under the network's names; what belongs to training is left out.</summary>
    internal static Dictionary<string, Tensor> ReadWeights(StateDict weights, SafetensorsFile file)
    {
        return file
            .Tensors.Keys.Where(n => !n.StartsWith(TrainingPrefix, StringComparison.Ordinal))
            .ToDictionary(NameIn, n => file.ReadTensor(n));

        // Files of a backbone alone have its names without where it stands.
        string NameIn(string name) =>
            !weights.Contains(name) && $"backbone.{name}" is var whole && weights.Contains(whole) && !file.Tensors.ContainsKey(whole)
                ? whole
                : name;
    }

    /// <summary>Copies the weights of a file into a network; what belongs to training is left out.</summary>
    public static LoadReport LoadWeights(StateDict weights, SafetensorsFile file)
    {
        using var scope = new TensorScope();
        try
        {
            return weights.Load(ReadWeights(weights, file));
        }
        catch (ShapeException e)
        {
            throw new CheckpointException(file.FilePath, e.Message);
        }
    }

    private static bool AllFinite(Tensor tensor)
    {
        using var scope = new TensorScope();
        return tensor.Detach().IsFinite().All().Item() != 0;
    }
}
