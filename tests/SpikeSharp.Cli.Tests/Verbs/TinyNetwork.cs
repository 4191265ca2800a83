using SpikeSharp.Checkpoints;
using SpikeSharp.Cli.Terminal;
using SpikeSharp.Data.Synthetic;
using SpikeSharp.Graph.Neurons;
using SpikeSharp.Models.SpikeYolo;
using SpikeSharp.Neurons;
using SpikeSharp.Torch;

namespace SpikeSharp.Cli.Tests.Verbs;

/// <summary>A data set of eight drawn pictures, and a freshly drawn network so small that every verb takes seconds.</summary>
public sealed class TinyNetwork : IDisposable
{
    public TinyNetwork()
    {
        TorchRuntime.Threads = 1;
        Data = SyntheticShapes.Write(
            this["shapes"],
            new()
            {
                TrainImages = 4,
                ValImages = 4,
                ImageSize = 96,
            }
        );
        Save(Checkpoint, NeuronKind.ILif);
        Save(Twin, NeuronKind.Relu);
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("spikesharp-").FullName;

    public string Data { get; }

    public string Checkpoint => this["tiny.safetensors"];

    public string Twin => this["twin.safetensors"];

    public string Pictures => this["shapes/images/val"];

    public string this[string name] => Path.Combine(Root, name);

    /// <summary>Runs a command line in this process.</summary>
    internal static (int Code, string Output, string Errors) Run(params string[] words)
    {
        var (output, errors) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var code = Shell.Run(words, new Display(output, errors, live: false, TimeProvider.System));
        return (code, output.ToString(), errors.ToString());
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private static void Save(string path, NeuronKind neuron)
    {
        TorchRuntime.Seed(1);
        var names = SyntheticShapes.Names;
        var options = new SpikeYoloOptions(new SpikeYoloVariant("custom", 0.1, 0.03125), names.Count, new NeuronOptions(neuron));
        using var model = new SpikeYolo(options);
        // A fresh network hardly fires; wider normalisations make it lively.
        foreach (
            var (name, tensor, _) in model.Weights.Entries.Where(entry => entry.Name.EndsWith("running_var", StringComparison.Ordinal))
        )
            tensor.UniformInPlace(0.02, 0.1);
        Checkpoints.Checkpoint.Save(path, new ModelDescription(options, names, 64), model.Weights);
    }
}
