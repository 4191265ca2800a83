using SpikeSharp.Blocks;
using SpikeSharp.Checkpoints;
using SpikeSharp.Cli.Failures;
using SpikeSharp.Cli.Invocation;
using SpikeSharp.Cli.Options;
using SpikeSharp.Cli.Terminal;
using SpikeSharp.Data.Segmentation;
using SpikeSharp.Engine;
using SpikeSharp.Evaluation;
using SpikeSharp.Models;
using SpikeSharp.Neurons;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Cli.Inputs;

/// <summary>From `--model` and the options that go with it to a network. Every verb that takes a network begins here.</summary>
internal static class NetworkArguments
{
    /// <summary>Finds out what `--model` is; nothing is built yet.</summary>
    /// <param name="arguments">The verb's arguments; of the options of a network those that the verb does not have are left out.</param>
    /// <param name="data">The data set: class names and channels for a network that has none of its own.</param>
    /// <param name="names">Class names in place of the data set's.</param>
    /// <param name="fallback">The model when none is given.</param>
    /// <param name="model">The model in place of that of `--model`.</param>
    /// <param name="image">Size of the image it is to run on, for an ONNX file that leaves it open.</param>
    /// <param name="trains">Whether it is to be trained.</param>
    /// <exception cref="UsageException">The options contradict the name, the file or one another.</exception>
    public static ModelSource Open(
        Arguments arguments,
        string? data = null,
        IReadOnlyList<string>? names = null,
        string? fallback = null,
        string? model = null,
        (int Height, int Width)? image = null,
        bool trains = false
    )
    {
        model ??= fallback is null ? arguments.Require(OptionTable.Model) : arguments.Get(OptionTable.Model) ?? fallback;
        try
        {
            return ModelSource.Open(
                model,
                new()
                {
                    Classes = Given(OptionTable.ClassCount),
                    Channels = Given(OptionTable.Channels) ?? (data is null ? null : DataArguments.Channels(data)),
                    Names = names ?? (data is null ? null : DataArguments.Names(data)),
                    TimeSteps = Given(OptionTable.TimeSteps),
                    MaxSpikes = Given(OptionTable.MaxSpikes),
                    Decay = (float?)Given(OptionTable.Decay),
                    Neuron = Given(OptionTable.Neuron) is { } neuron ? TrainedNeurons.Find(neuron) : null,
                    Layout = Given(OptionTable.TokenLayout) is { } layout
                        ? Enum.Parse<Models.Spike2Former.TokenLayout>(layout, ignoreCase: true)
                        : null,
                    Ablation = Given(OptionTable.Ablate) is { } ablated ? Models.Spike2Former.Ablations.Of(ablated) : null,
                    Activation = Given(OptionTable.Act) is { } activation ? Enum.Parse<Activation>(activation, ignoreCase: true) : null,
                    Depth = Given(OptionTable.DepthMultiple),
                    Width = Given(OptionTable.WidthMultiple),
                    MaxChannels = Given(OptionTable.MaxChannels),
                    LastRatio = Given(OptionTable.LastRatio),
                    ImageSize = Has(OptionTable.ImageSize) ? arguments.Get(OptionTable.ImageSize) ?? image?.Height : image?.Height,
                    ImageWidth = image?.Width,
                    Weights = Given(OptionTable.Weights),
                    Trains = trains,
                }
            );
        }
        catch (ArgumentException e)
        {
            throw new UsageException(e.Message);
        }

        bool Has(Option option) => arguments.Verb.Options.Contains(option);
        T? Given<T>(Option<T> option) => Has(option) && arguments.IsGiven(option) ? arguments.Get(option) : default;
    }

    /// <summary>Builds the network for libtorch, and says which weights were taken.</summary>
    /// <exception cref="CheckpointException">It is a graph; the weights do not fit; or, with `--strict`, a name is missing or
    /// unknown.</exception>
    public static LoadedModel Build(ModelSource source, Arguments arguments, Display display)
    {
        ThreadCount.Use(arguments.Verb.Options.Contains(OptionTable.Threads) ? arguments.Get(OptionTable.Threads) : 0);
        WarnIfFresh(source, display);
        return source.Build(report => Show(report, source, arguments, display));
    }

    /// <summary>
    /// Builds what finds objects, on the device of `--device`, and says which weights were taken. A graph needs no libtorch.
    /// </summary>
    /// <exception cref="CheckpointException">As for <see cref="Build"/>.</exception>
    public static IDetector Detector(ModelSource source, Arguments arguments, Display display)
    {
        if (source.Graph is not null)
            return source.Detector(engine: Engine(arguments));
        ThreadCount.Use(arguments.Get(OptionTable.Threads));
        WarnIfFresh(source, display);
        return source.Detector(Device(arguments), report => Show(report, source, arguments, display));
    }

    /// <summary>Builds what scores classes, on the device of `--device`. A graph needs no libtorch.</summary>
    /// <exception cref="CheckpointException">As for <see cref="Build"/>.</exception>
    public static IScorer Scorer(ModelSource source, Arguments arguments, Display display)
    {
        if (source.Graph is not null)
            return Sliding(source.Scorer(engine: Engine(arguments)), arguments, display);
        ThreadCount.Use(arguments.Get(OptionTable.Threads));
        WarnIfFresh(source, display);
        return Sliding(source.Scorer(Device(arguments), report => Show(report, source, arguments, display)), arguments, display);
    }

    private static IScorer Sliding(IScorer scorer, Arguments arguments, Display display)
    {
        if (!arguments.Get(OptionTable.Slide))
            return scorer;
        var crop = Shape(OptionTable.WindowSize, arguments, display) ?? new(scorer.ImageSize, scorer.ImageSize);
        PictureShape stride = arguments.Get(OptionTable.Stride) is { } steps
            ? new(steps[0], steps[^1])
            : new(crop.Height * 2 / 3, crop.Width * 2 / 3);
        return stride.Height <= crop.Height && stride.Width <= crop.Width
            ? new SlidingScorer(scorer, crop, stride)
            : throw new UsageException(
                $"--stride {stride.Height},{stride.Width} leaves gaps between windows of {crop.Height},{crop.Width}; at most as far"
            );
    }

    /// <summary>The task of `--task`, or null where it is not given.</summary>
    public static VisionTask? Task(Arguments arguments) =>
        arguments.Get(OptionTable.TaskKind) is { } task ? Enum.Parse<VisionTask>(task, ignoreCase: true) : null;

    /// <summary>Refuses a network of another task than `--task` or `--slide` asks for.</summary>
    /// <exception cref="UsageException">It is of another; or an option of `--slide` stands without it.</exception>
    public static void RequireTask(ModelSource source, Arguments arguments)
    {
        if (Task(arguments) is { } asked && asked != source.Task)
            throw new UsageException(
                $"{source.Name} is for the task {source.Task.ToString().ToLowerInvariant()}, not {asked.ToString().ToLowerInvariant()}; "
                    + $"leave out --task"
            );
        var slides = arguments.Verb.Options.Contains(OptionTable.Slide) && arguments.Get(OptionTable.Slide);
        if (slides && source.Task != VisionTask.Segment)
            throw new UsageException(
                $"--slide is for segmenters; {source.Name} is for the task {source.Task.ToString().ToLowerInvariant()}"
            );
        if (
            !slides
            && OptionTable.Sliding.FirstOrDefault(option =>
                arguments.Verb.Options.Contains(option) && arguments.IsGiven(option) && option != OptionTable.Slide
            )
                is { } idle
        )
            throw new UsageException($"{idle.Switch} goes with --slide");
    }

    /// <summary>
    /// How the engine is to run a graph, or null for the interpreter: for `--engine reference` and for verbs without the option.
    /// </summary>
    /// <exception cref="UsageException">`--spikes-only` without an engine.</exception>
    public static EngineOptions? Engine(Arguments arguments)
    {
        if (!arguments.Verb.Options.Contains(OptionTable.Engine))
            return null;
        var name = arguments.Get(OptionTable.Engine);
        var spikesOnly = arguments.Verb.Options.Contains(OptionTable.SpikesOnly) && arguments.Get(OptionTable.SpikesOnly);
        if (name == "reference")
            return spikesOnly ? throw new UsageException("--spikes-only is for the engine; the interpreter always keeps to spikes") : null;
        return new EngineOptions
        {
            Mode = Enum.Parse<EngineMode>(name, ignoreCase: true),
            Threads = EngineThreads(arguments),
            SpikesOnly = spikesOnly,
        };
    }

    /// <summary>Threads of the engine for `--threads`.</summary>
    public static int EngineThreads(Arguments arguments) =>
        arguments.Get(OptionTable.Threads) is > 0 and var threads ? Math.Min(threads, 256) : Environment.ProcessorCount;

    /// <summary>The device of `--device`, as libtorch names it.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public static string Device(Arguments arguments)
    {
        if (arguments.Get(OptionTable.Device) == "cpu")
            return "cpu";
        return TorchRuntime.CudaDevices > 0
            ? "cuda:0"
            : throw new UsageException("libtorch sees no CUDA device; leave out --device cuda, or build against a libtorch with CUDA");
    }

    /// <summary>A side that networks take: rounded up to a multiple of 32.</summary>
    public static int ImageSide(int asked, Display display) => Side(asked, OptionTable.ImageSize, display);

    /// <summary>The shape of an option, of sides that networks take; null where it is not given.</summary>
    public static PictureShape? Shape(Option<int[]?> option, Arguments arguments, Display display) =>
        arguments.Get(option) is { } sides ? new(Side(sides[0], option, display), Side(sides[^1], option, display)) : null;

    private static int Side(int asked, Option option, Display display)
    {
        var side = (asked + 31) / 32 * 32;
        if (side != asked)
            display.Warn($"{option.Name} {asked} is no multiple of 32; {side} is used");
        return side;
    }

    private static void WarnIfFresh(ModelSource source, Display display)
    {
        if (!source.IsTrained)
            display.Warn($"{source.Name} has fresh, untrained weights; give trained ones with --weights, or a checkpoint as --model");
    }

    private static void Show(LoadReport report, ModelSource source, Arguments arguments, Display display)
    {
        display.Line($"{source.WeightsFile}: {report}");
        if (source.Note is { } note)
            display.Warn(note);
        if (!report.IsExact && arguments.Verb.Options.Contains(OptionTable.Strict) && arguments.Get(OptionTable.Strict))
            throw new CheckpointException(source.WeightsFile!, $"{report}, which --strict does not allow");
    }
}
