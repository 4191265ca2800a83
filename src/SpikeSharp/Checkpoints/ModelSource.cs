using SpikeSharp.Conversion;
using SpikeSharp.Data.Batches;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Format;
using SpikeSharp.Graph.Operations;
using SpikeSharp.Graph.Safetensors;
using SpikeSharp.Models;
using SpikeSharp.Onnx;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Checkpoints;

/// <summary>
/// What `--model` leads to: a network's name (<c>spikeyolo-s</c>, <c>yolov8n</c>, or <c>spikeyolo</c> with depth and width), a YAML file
/// that describes one, a checkpoint, a compiled graph, or an ONNX file.
/// </summary>
public sealed class ModelSource
{
    private readonly bool _isCheckpoint;

    private ModelSource(string name, ModelDescription? description, SpikeGraph? graph, bool isCheckpoint, string? weights) =>
        (Name, Description, Graph, _isCheckpoint, WeightsFile) = (name, description, graph, isCheckpoint, weights);

    /// <summary>The name or path as it was given.</summary>
    public string Name { get; }

    /// <summary>The network; null for a graph that does not tell what it was made from.</summary>
    public ModelDescription? Description { get; }

    /// <summary>The compiled graph, or null.</summary>
    public SpikeGraph? Graph { get; }

    /// <summary>Whether the graph comes from an ONNX file: it is for one size of image, and its outputs have that file's names.</summary>
    public bool IsImported { get; private init; }

    /// <summary>The file that weights come from; null for fresh ones, and for a graph.</summary>
    public string? WeightsFile { get; }

    /// <summary>What was taken for granted, as the file of weights does not tell it; null for nothing.</summary>
    public string? Note { get; private init; }

    /// <summary>
    /// Whether it has more outputs than the data have classes, as the authors' network for VOC has: what it takes for one of them is a
    /// miss.
    /// </summary>
    public bool HasSpareOutputs { get; private init; }

    /// <summary>Whether it has weights, rather than fresh ones.</summary>
    public bool IsTrained => Graph is not null || WeightsFile is not null;

    /// <summary>
    /// Finds out what a name or file is. Of a file of weights only the names and shapes are looked at; <see cref="Build"/> reads it.
    /// </summary>
    /// <param name="model">Name or path.</param>
    /// <param name="request">What else is asked of the network.</param>
    /// <exception cref="FileNotFoundException">It is neither a network's name nor a file.</exception>
    /// <exception cref="ArgumentException">What is asked contradicts the name or the file.</exception>
    /// <exception cref="CheckpointException">The file is neither a checkpoint nor a graph.</exception>
    /// <exception cref="Data.DataException">The YAML file is invalid.</exception>
    /// <exception cref="GraphException">The graph is invalid.</exception>
    /// <exception cref="OnnxException">The ONNX file cannot be imported.</exception>
    /// <exception cref="SafetensorsException">The file is damaged.</exception>
    public static ModelSource Open(string model, NetworkRequest? request = null)
    {
        request ??= new();
        if (NetworkFamilies.Of(model, File.Exists(model)) is { } family)
            return Fresh(model, request, weights => family.New(model, request, weights));
        if (Path.GetExtension(model).ToLowerInvariant() is ".yaml" or ".yml")
            return Fresh(model, request, weights =>
                NetworkFamilies.All.Select(family => family.FromYaml(model, request, weights)).First(made => made is not null)!
            );
        if (!File.Exists(model))
            throw new FileNotFoundException(
                $"{model} is neither a file nor one of the networks {NetworkFamilies.Known}{FolderHint(model)}",
                model
            );
        if (request.Weights is not null)
            throw new ArgumentException(
                $"{model} has weights of its own: leave out --weights, or name a network such as "
                    + NetworkFamilies.UsualName(VisionTask.Detect)
            );
        return Path.GetExtension(model).Equals(".onnx", StringComparison.OrdinalIgnoreCase)
            ? FromOnnx(model, request)
            : FromFile(model, request);
    }

    /// <summary>What it sees.</summary>
    /// <exception cref="GraphException">It is a graph with no input, or several.</exception>
    public Input Input => Graph is null ? Description!.Options.Input : Input.Of(Graph).Input;

    /// <summary>Builds the network for libtorch, with its weights: fresh ones are those of seed 0.</summary>
    /// <param name="loaded">Told which weights of <see cref="WeightsFile"/> were taken; not called for a checkpoint, which holds all or is
    /// refused.</param>
    /// <exception cref="CheckpointException">It is a graph; or the weights do not fit, or are not finite.</exception>
    public LoadedModel Build(Action<LoadReport>? loaded = null)
    {
        if (Graph is not null || Description is null)
            throw new CheckpointException(Name, "it is a compiled graph, which only runs; name the checkpoint it was made from");
        if (_isCheckpoint)
            return Checkpoint.Load(Name);
        if (WeightsFile is null)
            TorchRuntime.Seed(0);
        var model = new LoadedModel(Description.Options.Build(), Description);
        try
        {
            if (WeightsFile is not null)
            {
                var report = LoadWeights(model.Model.Weights, WeightsFile);
                loaded?.Invoke(report);
            }
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>
    /// What the network does; a graph that does not tell detects if it has a detection head, else it scores pixels or, with one score a
    /// class, pictures.
    /// </summary>
    public VisionTask Task => Graph is null ? Description!.Options.Task : TaskOf(Graph, Description);

    /// <summary>What a graph does, which was made from a network of that description, or of none that is known.</summary>
    public static VisionTask TaskOf(SpikeGraph graph, ModelDescription? description) =>
        description?.Options.Task
        ?? (
            graph.Nodes.Any(node => node.Operation is DetectionHead) ? VisionTask.Detect
            : graph.InferShapes()[graph.Outputs[0].Value].Plane == 1 ? VisionTask.Classify
            : VisionTask.Segment
        );

    private static string FolderHint(string model) =>
        Directory.Exists(model) ? "; it is a folder: name a file in it, such as weights/best.safetensors" : "";

    private static ModelSource Fresh(string model, NetworkRequest request, Func<GivenWeights?, NewNetwork> make)
    {
        using var file = request.Weights is null ? null : Checkpoint.Open(request.Weights);
        // A checkpoint of ours that is named for its weights alone tells what they were trained with as well.
        var known = file is not null && Checkpoint.KnowsItself(file) ? Checkpoint.Describe(file).Options : null;
        var made = Made(request.Weights, () => make(file is null ? null : new GivenWeights(file, known)));
        var input = known?.Input ?? made.Options.Input;
        var options = made.Options with { Input = input with { Channels = request.Channels ?? input.Channels } };
        var description = new ModelDescription(options, made.Names, made.ImageSize ?? request.ImageSize ?? TrainingOptions.UsualImageSize);
        // Through the form of a checkpoint and back: whatever is trained can be read again.
        description = ModelDescription.FromJson(description.ToJson(), model);
        description.Options.Family.RequireBuildable(model, description.Options);
        return new ModelSource(model, description, null, isCheckpoint: false, request.Weights)
        {
            Note = made.Note,
            HasSpareOutputs = made.HasSpareOutputs,
        };
    }

    private static NewNetwork Made(string? weights, Func<NewNetwork> make)
    {
        try
        {
            return make();
        }
        catch (FormatException e) when (weights is not null)
        {
            throw new CheckpointException(weights, e.Message);
        }
    }

    private static ModelSource FromOnnx(string path, NetworkRequest request)
    {
        var graph = OnnxFile.Load(path, new OnnxLoadOptions(request.ImageSize, request.ImageWidth ?? request.ImageSize));
        RequireAgreement(path, graph, null, request);
        return new ModelSource(path, null, graph, isCheckpoint: false, null) { IsImported = true };
    }

    private static ModelSource FromFile(string path, NetworkRequest request)
    {
        using var file = Checkpoint.Open(path);
        if (!GraphFile.IsGraph(file))
        {
            var description = Checkpoint.Describe(file);
            description.Options.Family.RequireAgreement(path, description.Options, request);
            return new ModelSource(path, description, null, isCheckpoint: true, path);
        }
        var graph = GraphFile.Load(file);
        if (request.TimeSteps is { } steps && graph.Info.Metadata.ContainsKey(ConvertedNetwork.MetadataKey))
        {
            // A converted network runs for any number of time steps.
            (graph, request) = (graph.With(steps), request with { TimeSteps = null });
        }
        var origin = graph.Info.Metadata.TryGetValue(Checkpoint.ModelKey, out var text) ? ModelDescription.FromJson(text, path) : null;
        RequireAgreement(path, graph, origin, request);
        return new ModelSource(path, origin, graph, isCheckpoint: false, null);
    }

    // With what a graph was made from where it tells, else with what its nodes show.
    private static void RequireAgreement(string path, SpikeGraph graph, ModelDescription? origin, NetworkRequest request)
    {
        if (origin is not null)
        {
            origin.Options.Family.RequireAgreement(path, origin.Options, request);
            return;
        }
        NetworkRequest.RequireSame(path, "T", request.TimeSteps, graph.Info.TimeSteps);
        NetworkRequest.RequireSame(path, "channels", request.Channels, Input.Of(graph).Input.Channels);
        foreach (var node in graph.Nodes)
        {
            if (node.Operation is DetectionHead head)
                NetworkRequest.RequireSame(path, "nc", request.Classes, head.ClassCount);
            if (node.Operation is SpikingNeuron neuron)
                NetworkRequest.RequireSame(path, "D", request.MaxSpikes, neuron.MaxSpikes);
        }
    }

    private static LoadReport LoadWeights(StateDict weights, string path)
    {
        using var file = Checkpoint.Open(path);
        if (GraphFile.IsGraph(file))
            throw new CheckpointException(path, "it is a compiled graph: name it with --model alone");
        if (file.HasChecksum)
            file.Verify();
        var report = Checkpoint.LoadWeights(weights, file);
        if (report.Matched.Count == 0)
            throw new CheckpointException(path, "no weight in it has a name of this network");
        foreach (var entry in weights.Entries.Where(entry => entry.Tensor.DType.IsFloatingPoint()))
        {
            using var scope = new TensorScope();
            if (entry.Tensor.Detach().IsFinite().All().Item() == 0)
                throw new CheckpointException(path, $"'{entry.Name}' holds NaN or infinity");
        }
        return report;
    }
}
