using SpikeSharp.Checkpoints;
using SpikeSharp.Compilation;
using SpikeSharp.Data.Synthetic;
using SpikeSharp.Graph.Format;
using static SpikeSharp.Cli.Tests.Verbs.Commands;

namespace SpikeSharp.Cli.Tests.Verbs;

/// <summary>A few drawn pictures, and a narrow network trained on them for two epochs: by the command itself, once for all tests.</summary>
public sealed class TrainedNetwork : IDisposable
{
    public TrainedNetwork()
    {
        Folder = Directory.CreateTempSubdirectory("spikesharp-").FullName;
        Data = SyntheticShapes.Write(
            At("shapes"),
            new SyntheticOptions
            {
                TrainImages = 10,
                ValImages = 4,
                ImageSize = 96,
                MaxObjects = 3,
            }
        );
        Training = Run(Words("--name", "first", "--epochs", "2", "--json", At("train.json"))).Done();
        Graph = At("net.spk.safetensors");
        using var network = Checkpoint.Load(Best);
        GraphFile.Save(GraphCompiler.Compile(network.Model, network.Description), Graph);
    }

    public string Folder { get; }

    public string Data { get; }

    /// <summary>What the training printed.</summary>
    internal Outcome Training { get; }

    public string RunFolder => At("runs/first");

    public string Best => Path.Combine(RunFolder, "weights", "best.safetensors");

    public string Graph { get; }

    /// <summary>A path in the folder that goes with the tests.</summary>
    public string At(string name) => Path.Combine(Folder, name);

    /// <summary>A training in seconds; words given later win.</summary>
    public string[] Words(params string[] more) =>
        [
            "train",
            "--data",
            Data,
            "--model",
            "spikeyolo",
            "--depth-multiple",
            "0.33",
            "--width-multiple",
            "0.0625",
            "--imgsz",
            "64",
            "--batch",
            "4",
            "--T",
            "2",
            "--epochs",
            "1",
            "--workers",
            "1",
            "--threads",
            "1",
            "--project",
            At("runs"),
            "--plots",
            "false",
            .. more,
        ];

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <summary>The tests that use it run one after another.</summary>
    [CollectionDefinition(Name)]
    public sealed class Collection : ICollectionFixture<TrainedNetwork>
    {
        public const string Name = "trained network";
    }
}
