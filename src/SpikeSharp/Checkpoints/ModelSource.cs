using System.Globalization;
using SpikeSharp.Conversion;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Format;
using SpikeSharp.Graph.Operations;
using SpikeSharp.Graph.Safetensors;
using SpikeSharp.Models;
using SpikeSharp.Models.Fpn;
using SpikeSharp.Models.Spike2Former;
using SpikeSharp.Models.SpikeYolo;
using SpikeSharp.Neurons;
using SpikeSharp.Onnx;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Checkpoints;

/// <summary>
/// What `--model` leads to: a network's name (<c>spikeyolo-s</c>, <c>yolov8n</c>, or <c>spikeyolo</c> with depth and width), a YAML file
/// that describes one, a
/// checkpoint, a compiled graph, or an ONNX file.
/// </summary>
public sealed class ModelSource
{
    private const string Family = "spikeyolo";
    private const double MostWeights = 2e9;

    // Of pixels, whose classes are bytes and of which 255 is none.
    private const int MostScored = 255;
    private const int DefaultClasses = 80,
        DefaultImageSize = 640;

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
    /// <param name="said">What else is said of the network.</param>
    /// <exception cref="FileNotFoundException">It is neither a network's name nor a file.</exception>
    /// <exception cref="ArgumentException">What is said contradicts the name or the file.</exception>
    /// <exception cref="CheckpointException">The file is neither a checkpoint nor a graph.</exception>
    /// <exception cref="Data.DataException">The YAML file is invalid.</exception>
    /// <exception cref="GraphException">The graph is invalid.</exception>
    /// <exception cref="OnnxException">The ONNX file cannot be imported.</exception>
    /// <exception cref="SafetensorsException">The file is damaged.</exception>
    public static ModelSource Open(string model, ModelSourceOptions? said = null)
    {
        said ??= new();
        if (model.Equals(Family, StringComparison.OrdinalIgnoreCase))
            return Fresh(model, null, said);
        if (model.StartsWith(Family + "-", StringComparison.OrdinalIgnoreCase) && !File.Exists(model))
            return Fresh(model, model[(Family.Length + 1)..].ToLowerInvariant(), said);
        if (
            Array.Exists([Spike2FormerOptions.Family, FpnOptions.Family], family =>
                model.StartsWith(family, StringComparison.OrdinalIgnoreCase)
            ) && !File.Exists(model)
        )
            return FreshSegmenter(model, said);
        if (AnnCatalogue.Names.Contains(model, StringComparer.OrdinalIgnoreCase) && !File.Exists(model))
            return FreshAnn(model, said);
        if (Path.GetExtension(model).ToLowerInvariant() is ".yaml" or ".yml")
        {
            var (scale, merged) = ModelSourceYaml.Read(model, said);
            return Fresh(model, scale, merged);
        }
        if (!File.Exists(model))
            throw new FileNotFoundException($"{model} is neither a file nor one of the networks {Known}{FolderHint(model)}", model);
        if (said.Weights is not null)
            throw new ArgumentException($"{model} has weights of its own: leave out --weights, or name a network such as {Family}-s");
        return Path.GetExtension(model).Equals(".onnx", StringComparison.OrdinalIgnoreCase) ? FromOnnx(model, said) : FromFile(model, said);
    }

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

    private static string Known =>
        string.Join(
            ", ",
            SpikeYoloVariant
                .All.Select(variant => $"{Family}-{variant.Name}")
                .Concat(Spike2FormerVariant.All.Select(variant => $"{Spike2FormerOptions.Family}-{variant.Name}"))
                .Concat(FpnVariant.All.Select(variant => $"{FpnOptions.Family}-{variant.Name}"))
                .Concat(AnnCatalogue.Names)
        );

    private static string FolderHint(string model) =>
        Directory.Exists(model) ? "; it is a folder: name a file in it, such as weights/best.safetensors" : "";

    private static ModelSource Fresh(string model, string? scale, ModelSourceOptions said)
    {
        var variant = scale is null ? Custom(model, said) : Named(model, scale, said);
        if ((int)(Math.Min(128, variant.MaxChannels) * variant.Width) < 1)
            throw new ArgumentException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{model}: a width_multiple of {variant.Width} leaves no channel in layer 1; at least 0.0078125"
                )
            );
        ModelSourceAgreement.RefuseActivation(model, said);
        ModelSourceAgreement.RefuseQueries(model, said);
        var names = NamesOf(said);
        var network = new SpikeYoloOptions(variant, names.Count, NeuronOf(said, KnownIn(said.Weights), new NeuronOptions()));
        var description = new ModelDescription(network, names, said.ImageSize ?? DefaultImageSize);
        // Through the form of a checkpoint and back: whatever is trained can be read again.
        description = ModelDescription.FromJson(description.ToJson(), model);
        if (Estimate(variant) is var weights && weights > MostWeights)
            throw new ArgumentException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{model}: it would have about {weights / 1e9:F0} billion weights, more than the {MostWeights / 1e9:F0} billion "
                        + $"allowed; choose smaller multiples"
                )
            );
        return new ModelSource(model, description, null, isCheckpoint: false, said.Weights);
    }

    // A network on Meta-SpikeFormer.
    private static ModelSource FreshSegmenter(string model, ModelSourceOptions said)
    {
        bool Is(string family, string size) => model.Equals($"{family}-{size}", StringComparison.OrdinalIgnoreCase);
        var queries = Spike2FormerVariant.All.FirstOrDefault(v => Is(Spike2FormerOptions.Family, v.Name));
        var pyramid = FpnVariant.All.FirstOrDefault(v => Is(FpnOptions.Family, v.Name));
        using var file = said.Weights is null ? null : Checkpoint.Open(said.Weights);
        var known = KnownIn(file);
        var ours = known as Spike2FormerOptions;
        var outputs = queries is not null && IsAuthors(file) ? Spike2FormerShapes.Of(file!).Outputs : null;
        if (file is not null && model.Equals(Spike2FormerOptions.Family, StringComparison.OrdinalIgnoreCase))
            (queries, outputs) = ours is null ? Sized(file) : (ours.Variant, ours.Classes);
        if (queries is null && pyramid is null)
            throw new FileNotFoundException(
                $"there is no network '{model}', only {Known}; {Spike2FormerOptions.Family} without a size takes that of --weights",
                model
            );
        if (queries is null)
            ModelSourceAgreement.RefuseQueries(model, said);
        ModelSourceAgreement.RefuseActivation(model, said);
        ModelSourceAgreement.RefuseSizes(model, said);
        if (said.TimeSteps > 1)
            throw new ArgumentException($"{model} gives the same for any T, as the authors' code does for pictures: leave out --T");
        var names = outputs is { } count ? NamesOf(said, file!, count) : NamesOf(said);
        var neuron = NeuronOf(said, known, new NeuronOptions(Neurons.NeuronKind.NiLif));
        var ablation = said.Ablation ?? ours?.Ablation ?? Ablation.None;
        if (Ablations.Problem(ablation, neuron.Kind) is { } problem)
            throw new ArgumentException($"--ablate: {problem}");
        SpikingOptions network = queries is null
            ? new FpnOptions(pyramid!, names.Count, neuron)
            : new Spike2FormerOptions(
                queries,
                names.Count,
                neuron,
                said.Layout ?? ours?.Layout ?? (IsAuthors(file) ? TokenLayout.Authors : TokenLayout.Fixed),
                ablation
            );
        var description = new ModelDescription(network, names, said.ImageSize ?? DefaultImageSize);
        var spare = said.Names is { } named && named.Count < names.Count;
        string[] notes =
        [
            .. queries is not null && IsAuthors(file) && (said.MaxSpikes is null || said.Layout is null)
                ?
                [
                    $"{said.Weights} tells neither D nor the token layout: D = {neuron.MaxSpikes} and "
                        + $"{((Spike2FormerOptions)network).Layout.ToString().ToLowerInvariant()} are taken; --D and --token-layout say "
                        + $"others",
                ]
                : Array.Empty<string>(),
            .. spare
                ?
                [
                    $"{said.Weights} has {names.Count} outputs for the {said.Names!.Count} classes of the data: what it takes for "
                        + $"another is a miss",
                ]
                : Array.Empty<string>(),
        ];
        return new ModelSource(model, ModelDescription.FromJson(description.ToJson(), model), null, isCheckpoint: false, said.Weights)
        {
            Note = notes.Length == 0 ? null : string.Join("; ", notes),
            HasSpareOutputs = spare,
        };
    }

    // A checkpoint of ours that is named for its weights alone tells what they were trained with as well; null for any other file.
    private static NetworkOptions? KnownIn(SafetensorsFile? file) =>
        file is not null && Checkpoint.KnowsItself(file) ? Checkpoint.Describe(file).Options : null;

    private static NetworkOptions? KnownIn(string? path)
    {
        using var file = path is null ? null : Checkpoint.Open(path);
        return KnownIn(file);
    }

    // What is said holds, then what the weights were trained with: to other neurons they are of no use.
    private static NeuronOptions NeuronOf(ModelSourceOptions said, NetworkOptions? known, NeuronOptions usual)
    {
        usual = (known as SpikingOptions)?.Neuron ?? usual;
        return usual with
        {
            Kind = said.Neuron ?? usual.Kind,
            TimeSteps = said.TimeSteps ?? usual.TimeSteps,
            MaxSpikes = said.MaxSpikes ?? usual.MaxSpikes,
            Decay = said.Decay ?? usual.Decay,
        };
    }

    // Whole networks of the authors are files that do not know themselves.
    private static bool IsAuthors(SafetensorsFile? file) =>
        file is not null
        && !Checkpoint.KnowsItself(file)
        && file.Tensors.Keys.Any(name => name.StartsWith("decode_head.pixel_decoder.", StringComparison.Ordinal));

    // The size of the network that a file of weights is of, and for how many classes it is.
    private static (Spike2FormerVariant, int) Sized(SafetensorsFile file)
    {
        try
        {
            return Spike2FormerShapes.Of(file).Read();
        }
        catch (ArgumentException e)
        {
            throw new CheckpointException(
                file.FilePath,
                $"it holds no Spike2Former in the authors' names: there is no usable '{e.Message}'"
            );
        }
    }

    // Training begins class branches anew. The authors' networks may have more outputs than there are classes: 150 for the 21 of VOC.
    private static IReadOnlyList<string> NamesOf(ModelSourceOptions said, SafetensorsFile file, int outputs)
    {
        var names = NamesOf(said with { Classes = said.Classes ?? said.Names?.Count ?? outputs });
        if (said.Trains || names.Count == outputs)
            return names;
        if (said.Names is null || names.Count > outputs || outputs > MostScored || !IsAuthors(file))
            throw new CheckpointException(file.FilePath, $"its network is for {outputs} classes, not for {names.Count}");
        return [.. names, .. Enumerable.Range(names.Count, outputs - names.Count).Select(i => $"class_{i}")];
    }

    private static ModelSource FreshAnn(string model, ModelSourceOptions said)
    {
        ModelSourceAgreement.RefuseNeuron(model, said);
        var names = NamesOf(said);
        var activation = said.Activation ?? (KnownIn(said.Weights) as AnnOptions)?.Activation;
        var description = new ModelDescription(
            AnnCatalogue.Find(model, names.Count, activation)!,
            names,
            said.ImageSize ?? DefaultImageSize
        );
        return new ModelSource(model, ModelDescription.FromJson(description.ToJson(), model), null, isCheckpoint: false, said.Weights);
    }

    private static IReadOnlyList<string> NamesOf(ModelSourceOptions said)
    {
        var names = said.Names ?? [.. Enumerable.Range(0, said.Classes ?? DefaultClasses).Select(i => $"class_{i}")];
        if (said.Classes is { } classes && classes != names.Count)
            throw new ArgumentException($"nc is {classes}, but the data name {names.Count} classes");
        return names;
    }

    // Weights grow with the square of the width and with the depth; scale s, of width 0.5 and depth 0.33, has 23 million.
    private static double Estimate(SpikeYoloVariant variant)
    {
        var width = variant.Width * Math.Min(1024, variant.MaxChannels) / 1024 / 0.5;
        return 23e6 * width * width * Math.Max(1, variant.Depth / 0.33);
    }

    private static SpikeYoloVariant Named(string model, string scale, ModelSourceOptions said)
    {
        var variant = SpikeYoloVariant.Find(scale)
            ?? throw new FileNotFoundException($"{model}: there is no scale '{scale}', only {Known}", model);
        if ((said.Depth ?? said.Width) is not null)
            throw new ArgumentException(
                $"{model} is of scale {scale}, which fixes depth_multiple and width_multiple; give {Family} to choose both"
            );
        return variant with { MaxChannels = said.MaxChannels ?? variant.MaxChannels, LastRatio = said.LastRatio ?? variant.LastRatio };
    }

    private static SpikeYoloVariant Custom(string model, ModelSourceOptions said)
    {
        if (said is not { Depth: { } depth, Width: { } width })
            throw new ArgumentException($"{model} needs depth_multiple and width_multiple, or a scale, as in {Known}");
        var variant = new SpikeYoloVariant("custom", depth, width);
        return variant with { MaxChannels = said.MaxChannels ?? variant.MaxChannels, LastRatio = said.LastRatio ?? variant.LastRatio };
    }

    private static ModelSource FromOnnx(string path, ModelSourceOptions said)
    {
        var graph = OnnxFile.Load(path, new OnnxLoadOptions(said.ImageSize, said.ImageWidth ?? said.ImageSize));
        ModelSourceAgreement.Check(path, graph, null, said);
        return new ModelSource(path, null, graph, isCheckpoint: false, null) { IsImported = true };
    }

    private static ModelSource FromFile(string path, ModelSourceOptions said)
    {
        using var file = Checkpoint.Open(path);
        if (!GraphFile.IsGraph(file))
        {
            var description = Checkpoint.Describe(file);
            ModelSourceAgreement.Check(path, description, said);
            return new ModelSource(path, description, null, isCheckpoint: true, path);
        }
        var graph = GraphFile.Load(path);
        if (said.TimeSteps is { } steps && graph.Info.Metadata.ContainsKey(ConvertedNetwork.MetadataKey))
        {
            // A converted network runs for any number of time steps.
            (graph, said) = (graph.With(steps), said with { TimeSteps = null });
        }
        var origin = graph.Info.Metadata.TryGetValue(Checkpoint.ModelKey, out var text) ? ModelDescription.FromJson(text, path) : null;
        ModelSourceAgreement.Check(path, graph, origin, said);
        return new ModelSource(path, origin, graph, isCheckpoint: false, null);
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
