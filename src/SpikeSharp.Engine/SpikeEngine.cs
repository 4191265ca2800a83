using System.Diagnostics;
using SpikeSharp.Engine.Counting;
using SpikeSharp.Engine.Detection;
using SpikeSharp.Engine.EarlyExit;
using SpikeSharp.Engine.Kernels;
using SpikeSharp.Engine.Lowering;
using SpikeSharp.Engine.Steps;
using SpikeSharp.Engine.Threading;
using SpikeSharp.Engine.Weights;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Detection;
using SpikeSharp.Graph.Format;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Engine;

/// <summary>A compiled network, ready to run. Runs may come from several threads at once and share the weights.</summary>
/// <remarks>After the first run at an image size nothing is allocated but the results. The same image gives the same bytes whatever the
/// threads.</remarks>
public sealed class SpikeEngine : IDisposable
{
    private const int MostSizes = 4;

    private static readonly DetectOptions Usual = new();

    private readonly EngineOptions _options;
    private readonly DetectorGraph? _head;
    private readonly InstructionSet _instructions;
    private readonly LoweredGraph _lowered;
    private readonly string _input;
    private readonly Input _wanted;
    private readonly float[] _levels;
    private readonly WeightStore _weights = new();
    private readonly WorkerTeam _team;
    private readonly Lock _lock = new();
    private readonly List<EngineProgram> _programs = [];
    private readonly List<RunContext> _idle = [];

    /// <summary>Makes a graph ready.</summary>
    /// <exception cref="GraphException">The graph holds what the engine cannot run.</exception>
    /// <exception cref="InvalidOperationException">The instruction set wanted is not to be had.</exception>
    public SpikeEngine(SpikeGraph graph, EngineOptions? options = null)
    {
        _options = options ?? new EngineOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.Threads, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(_options.Threads, 256);
        _instructions = _options.InstructionSet ?? InstructionSets.Choose();
        if (!InstructionSets.Supported.Contains(_instructions))
            throw new InvalidOperationException($"This machine has no {_instructions}.");
        if (_options.TimeSteps is { } timeSteps && timeSteps != graph.Info.TimeSteps)
            graph = graph.With(timeSteps);
        Graph = graph;
        _head = DetectorGraph.Find(graph) is { } head && graph.Outputs.Any(output => output.Value == head.Node.Name) ? head : null;
        _lowered = LoweredGraph.Of(graph, _options);
        (_input, _wanted) = Input.Of(_lowered.Graph);
        _levels = _wanted.Range.Levels();
        RefuseReadersOfBoxes(_lowered.Graph);
        _team = new WorkerTeam(_options.Threads);
    }

    /// <summary>Reads a compiled graph and makes it ready.</summary>
    /// <exception cref="GraphException">The file holds no graph, or one that breaks a rule.</exception>
    /// <exception cref="Graph.Safetensors.SafetensorsException">It is no safetensors file, or a damaged one.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static SpikeEngine Load(string path, EngineOptions? options = null)
    {
        WarmUp.Begin(options ?? new EngineOptions());
        return new SpikeEngine(GraphFile.Load(path), options);
    }

    /// <summary>The network.</summary>
    public SpikeGraph Graph { get; }

    /// <summary>How it runs.</summary>
    public EngineOptions Options => _options;

    /// <summary>The vector instructions it uses.</summary>
    public InstructionSet InstructionSet => _instructions;

    /// <summary>Bytes of weights, maps and scratch that the engine holds now.</summary>
    public long MemoryBytes
    {
        get
        {
            lock (_lock)
                return _weights.Bytes + _idle.Sum(context => context.Bytes);
        }
    }

    /// <summary>Additions by layer over all binary runs so far.</summary>
    public IReadOnlyDictionary<string, long> Additions
    {
        get
        {
            lock (_lock)
                return _weights.AllAdditions.ToDictionary(layer => layer.Node, layer => layer.Count.Value);
        }
    }

    /// <summary>Runs one image and reads results.</summary>
    /// <param name="image">[C, H, W], any size that the network's shapes allow.</param>
    /// <param name="read">Given a way to read values, while they are there; without <see cref="EngineOptions.KeepValues"/> outputs
    /// only.</param>
    /// <param name="cancel">Ends the run between two layers.</param>
    /// <exception cref="GraphException">The network cannot take an image of that size or channel count.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public T Run<T>(InputTensor image, Func<EngineValues, T> read, CancellationToken cancel = default)
    {
        var context = Begin(image);
        try
        {
            context.Run(_team, cancel);
            return read(new EngineValues(context, _lowered.Graph));
        }
        finally
        {
            Return(context);
        }
    }

    /// <summary>Runs one picture.</summary>
    /// <param name="pixels">[H, W, C], a byte a channel: RGB where the network wants three.</param>
    /// <param name="height">H in pixels.</param>
    /// <param name="width">W in pixels.</param>
    /// <param name="read">As in <see cref="Run{T}(InputTensor, Func{EngineValues, T}, CancellationToken)"/>.</param>
    /// <param name="cancel">Ends the run between two layers.</param>
    /// <exception cref="ArgumentException">There are not H·W·C bytes.</exception>
    /// <exception cref="GraphException">The network cannot take an image of that size or channel count.</exception>
    public T Run<T>(ReadOnlySpan<byte> pixels, int height, int width, Func<EngineValues, T> read, CancellationToken cancel = default)
    {
        _wanted.RequirePicture();
        RequireBytes(pixels, width, height);
        var context = Rent(height, width);
        try
        {
            InputLoader.Load(context, _input, pixels, _levels);
            context.Run(_team, cancel);
            return read(new EngineValues(context, _lowered.Graph));
        }
        finally
        {
            Return(context);
        }
    }

    /// <summary>Runs one image through a converted network and looks at the result as it grows: after every round of
    /// <see cref="EngineOptions.StepsTogether"/> time steps.</summary>
    /// <param name="image">[C, H, W], any size that the network's shapes allow.</param>
    /// <param name="goesOn">Given the time steps done and a way to read the outputs, which are means over these steps: whether to go
    /// on.</param>
    /// <param name="cancel">Ends the run between two layers.</param>
    /// <returns>Time steps done.</returns>
    /// <exception cref="GraphException">The network cannot take an image of that size or channel count.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public int RunOverTime(InputTensor image, Func<int, EngineValues, bool> goesOn, CancellationToken cancel = default)
    {
        var context = Begin(image);
        try
        {
            var done = 0;
            context.Run(_team, cancel, null, steps => goesOn(done = steps, new EngineValues(context, _lowered.Graph)));
            return done;
        }
        finally
        {
            Return(context);
        }
    }

    /// <summary>Runs one image until its result has settled, or to the last time step.</summary>
    /// <param name="image">[C, H, W].</param>
    /// <param name="stability">Tells when; new for each image.</param>
    /// <param name="read">Given the result then.</param>
    /// <param name="cancel">Ends the run between two layers.</param>
    /// <returns>The result, and the time steps done.</returns>
    /// <exception cref="GraphException">The network cannot take an image of that size or channel count.</exception>
    public (T Result, int Steps) RunUntil<T>(
        InputTensor image,
        Stability stability,
        Func<EngineValues, T> read,
        CancellationToken cancel = default
    )
    {
        var result = default(T)!;
        var all = Graph.Info.TimeSteps;
        var steps = RunOverTime(
            image,
            (done, run) =>
            {
                var ends = stability.Add(run, done, all) || done == all;
                if (ends)
                    result = read(run);
                return !ends;
            },
            cancel
        );
        return (result, steps);
    }

    /// <summary>
    /// As <see cref="RunOverTime(InputTensor, Func{int, EngineValues, bool}, CancellationToken)"/>, and counts all spikes; slower.
    /// </summary>
    /// <remarks>
    /// With <see cref="EngineOptions.SpikesOnly"/> every convolution over spikes is counted; else those that are computed on means are not.
    /// </remarks>
    /// <param name="image">[C, H, W].</param>
    /// <param name="goesOn">Given the totals so far and a way to read the outputs: whether to go on; null for to the end.</param>
    /// <param name="cancel">Ends the run between two layers.</param>
    /// <returns>The totals.</returns>
    /// <exception cref="GraphException">The network cannot take an image of that size or channel count.</exception>
    public RunTotals Count(InputTensor image, Func<RunTotals, EngineValues, bool>? goesOn = null, CancellationToken cancel = default)
    {
        var context = Begin(image);
        try
        {
            var counter = new SpikeCounter(context);
            context.Run(_team, cancel, counter.Observe, steps =>
            {
                counter.Totals.Steps = steps;
                return goesOn?.Invoke(counter.Totals, new EngineValues(context, _lowered.Graph)) ?? true;
            });
            return counter.Totals;
        }
        finally
        {
            Return(context);
        }
    }

    /// <summary>Finds the objects of a picture of any size.</summary>
    /// <param name="pixels">[height, width, channels], a byte a channel: RGB where the network wants three.</param>
    /// <param name="width">Of the picture, in pixels.</param>
    /// <param name="height">Of the picture, in pixels.</param>
    /// <param name="options">How to look; the usual way unless told.</param>
    /// <param name="cancel">Ends the run between two layers.</param>
    /// <exception cref="ArgumentException">There are not channels·width·height bytes.</exception>
    /// <exception cref="GraphException">The graph has no detection head, or its boxes are no output.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public DetectionResult Detect(
        ReadOnlySpan<byte> pixels,
        int width,
        int height,
        DetectOptions? options = null,
        CancellationToken cancel = default
    ) => Detect(pixels, width, height, options ?? Usual, _team, cancel);

    /// <summary>Finds the objects of a picture of any size, such as an image of SpikeSharp.Imaging.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="options">How to look; the usual way unless told.</param>
    /// <param name="cancel">Ends the run between two layers.</param>
    /// <exception cref="ArgumentException">The picture does not have channels·width·height bytes.</exception>
    /// <exception cref="GraphException">The graph has no detection head.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public DetectionResult Detect(Picture picture, DetectOptions? options = null, CancellationToken cancel = default) =>
        Detect(picture.Pixels.Span, picture.Width, picture.Height, options, cancel);

    /// <summary>Finds the objects of many pictures, each by one thread and as many at once as there are threads: more pictures a second
    /// than one after another, but each takes longer.</summary>
    /// <param name="pictures">Of any sizes.</param>
    /// <param name="options">How to look; the usual way unless told.</param>
    /// <param name="cancel">Ends the runs between two layers.</param>
    /// <returns>One a picture, in their order; the same as of each alone.</returns>
    /// <exception cref="ArgumentException">A picture does not have channels·width·height bytes.</exception>
    /// <exception cref="GraphException">The graph has no detection head.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public IReadOnlyList<DetectionResult> Detect(
        IReadOnlyList<Picture> pictures,
        DetectOptions? options = null,
        CancellationToken cancel = default
    )
    {
        var results = new DetectionResult[pictures.Count];
        Concurrently.Run(results.Length, _options.Threads, cancel, i =>
            results[i] = Detect(pictures[i].Pixels.Span, pictures[i].Width, pictures[i].Height, options ?? Usual, null, cancel)
        );
        return results;
    }

    private DetectionResult Detect(
        ReadOnlySpan<byte> pixels,
        int width,
        int height,
        DetectOptions options,
        WorkerTeam? team,
        CancellationToken cancel
    )
    {
        var head = _head ?? DetectorGraph.Of(Graph).Detector;
        _wanted.RequirePicture();
        RequireBytes(pixels, width, height);
        var stride = head.Head.Strides.Max();
        var side = ((options.ImageSize ?? Graph.Info.ImageSize) + stride - 1) / stride * stride;
        var plan = Letterbox.Plan(width, height, new(side, side, Auto: options.Rectangular, Stride: stride));
        var start = Stopwatch.GetTimestamp();
        var context = Rent(plan.Height, plan.Width);
        try
        {
            context.Draw(pixels, plan, _input, _levels);
            var loaded = Stopwatch.GetTimestamp();
            var rates = options.FiringRates ? new FiringObserver(context) : null;
            context.Run(team, cancel, rates is null ? null : rates.Observe);
            var inferred = Stopwatch.GetTimestamp();
            var objects = context.Objects(head, options.Suppression, plan);
            var times = new StageTimes(
                Stopwatch.GetElapsedTime(start, loaded).TotalMilliseconds,
                Stopwatch.GetElapsedTime(loaded, inferred).TotalMilliseconds,
                Stopwatch.GetElapsedTime(inferred).TotalMilliseconds
            );
            return new DetectionResult(width, height, objects, times, rates?.Layers ?? []);
        }
        finally
        {
            Return(context);
        }
    }

    /// <summary>What pictures it takes.</summary>
    public Input Input => _wanted;

    /// <summary>Class names, by class; empty without a detection head.</summary>
    public IReadOnlyList<string> Names => _head?.Names ?? [];

    /// <summary>Measures each layer on one image.</summary>
    /// <param name="image">The image.</param>
    /// <param name="runs">How often; the median is reported.</param>
    /// <returns>One row a step, in order.</returns>
    public IReadOnlyList<LayerProfile> Profile(InputTensor image, int runs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(runs, 1);
        // Where time passes in rounds a step is done several times, and reads something else each time.
        var layers = new OrderedDictionary<Step, LayerProfile>();
        var times = new Dictionary<Step, int>();
        Observe(image, (context, step) =>
        {
            var (sofar, n) = (layers.GetValueOrDefault(step), times[step] = times.GetValueOrDefault(step) + 1);
            var density = Density.Of(context, step.Input);
            layers[step] = new LayerProfile(
                step.Node,
                step.Name,
                step.Kernel,
                step.Arithmetic,
                step.Macs * n,
                (sofar?.Visited ?? 0) + step.Visited(context),
                sofar is null ? density : sofar.Density + (density - sofar.Density) / n,
                0
            );
        });
        var seconds = layers.Keys.ToDictionary(step => step, _ => new double[runs]);
        for (var run = 0; run < runs; run++)
        {
            var start = Stopwatch.GetTimestamp();
            Observe(
                image,
                (_, step) =>
                {
                    seconds[step][run] += Stopwatch.GetElapsedTime(start).TotalSeconds;
                    start = Stopwatch.GetTimestamp();
                },
                () => start = Stopwatch.GetTimestamp()
            );
        }
        return [.. layers.Select(layer => layer.Value with { Seconds = Median(seconds[layer.Key]) })];
    }

    /// <summary>Runs one image and looks at each step when it is done, while what it has read is still there.</summary>
    internal void Observe(InputTensor image, Action<RunContext, Step> observe, Action? started = null)
    {
        var context = Begin(image);
        try
        {
            started?.Invoke();
            context.Run(_team, default, step => observe(context, step));
        }
        finally
        {
            Return(context);
        }
    }

    /// <summary>Boxes are written channels first, for those who look for objects; every other value is channels last.</summary>
    private static void RefuseReadersOfBoxes(SpikeGraph graph)
    {
        foreach (var node in graph.Nodes)
        {
            if (node.Inputs.FirstOrDefault(input => graph.Node(input).Operation is DetectionHead) is { } head)
                throw new GraphException(
                    $"it reads '{head}', a detection head, whose boxes the engine gives to nobody but the outputs",
                    node.Name
                );
        }
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return values[values.Length / 2];
    }

    private RunContext Begin(InputTensor input)
    {
        _wanted.Require(input, Graph.Info.TimeSteps, _input);
        var context = Rent(input.Height, input.Width);
        InputLoader.Load(context, _input, input);
        return context;
    }

    private void RequireBytes(ReadOnlySpan<byte> pixels, int width, int height)
    {
        if (width < 1 || height < 1 || pixels.Length != (Int128)_wanted.Channels * width * height)
            throw new ArgumentException(
                $"{pixels.Length} bytes are not a picture of {width}×{height} pixels of {_wanted.Channels} channels.",
                nameof(pixels)
            );
    }

    private RunContext Rent(int height, int width)
    {
        lock (_lock)
        {
            var program = Known(height, width) ?? AddProgram(height, width);
            for (var i = _idle.Count - 1; i >= 0; i--)
            {
                var idle = _idle[i];
                if (idle.Program != program)
                    continue;
                _idle.RemoveAt(i);
                return idle;
            }
            return new RunContext(program, _options.Threads);
        }
    }

    private EngineProgram? Known(int height, int width)
    {
        foreach (var program in _programs)
        {
            if ((program.Height, program.Width) == (height, width))
                return program;
        }
        return null;
    }

    private EngineProgram AddProgram(int height, int width)
    {
        var program = new EngineProgram(_lowered, _weights, _options, _instructions, height, width);
        if (_programs.Count == MostSizes)
            Forget(_programs[0]);
        _programs.Add(program);
        return program;
    }

    private void Forget(EngineProgram program)
    {
        _programs.Remove(program);
        foreach (var context in _idle.Where(context => context.Program == program))
            context.Dispose();
        _idle.RemoveAll(context => context.Program == program);
    }

    private void Return(RunContext context)
    {
        lock (_lock)
        {
            if (_programs.Contains(context.Program))
                _idle.Add(context);
            else
                context.Dispose();
        }
    }

    /// <summary>Frees memory and threads.</summary>
    public void Dispose()
    {
        _team.Dispose();
        lock (_lock)
        {
            foreach (var context in _idle)
                context.Dispose();
            _idle.Clear();
            _weights.Dispose();
        }
    }
}
