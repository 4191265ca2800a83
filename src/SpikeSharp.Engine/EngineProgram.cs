using System.Globalization;
using SpikeSharp.Engine.Exactness;
using SpikeSharp.Engine.Kernels;
using SpikeSharp.Engine.Kernels.Attention;
using SpikeSharp.Engine.Kernels.Depthwise;
using SpikeSharp.Engine.Kernels.Elements;
using SpikeSharp.Engine.Kernels.Events;
using SpikeSharp.Engine.Kernels.Reals;
using SpikeSharp.Engine.Lowering;
using SpikeSharp.Engine.Maps;
using SpikeSharp.Engine.Steps;
using SpikeSharp.Engine.Threading;
using SpikeSharp.Engine.Weights;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Interpretation;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Engine;

/// <summary>A network made ready for one image size: steps in order, and where every value lies. Runs share it.</summary>
internal sealed class EngineProgram
{
    private const int MostKernelWidth = 128;
    private const int MostListed = 1 << 26;

    private readonly LoweredGraph _lowered;
    private readonly IReadOnlyDictionary<string, ValueShape>? _shapes;
    private readonly Dictionary<string, ExactValue> _exactValues = new(StringComparer.Ordinal);
    private readonly EngineOptions _options;
    private readonly InstructionSet _instructions;
    private readonly ElementKernels _elements;
    private readonly WeightStore _weights;
    private readonly List<Step> _steps = [];
    private readonly List<Step> _sums = [];
    private readonly ILookup<Step, (string Name, MapView View)> _spikes;

    /// <param name="lowered">The network.</param>
    /// <param name="weights">Of the engine.</param>
    /// <param name="options">How to run.</param>
    /// <param name="instructions">Vector instructions to use.</param>
    /// <param name="height">Of the image, in pixels.</param>
    /// <param name="width">Of the image, in pixels.</param>
    /// <exception cref="GraphException">The network cannot take that size.</exception>
    internal EngineProgram(
        LoweredGraph lowered,
        WeightStore weights,
        EngineOptions options,
        InstructionSet instructions,
        int height,
        int width
    )
    {
        (_lowered, _weights, _options, _instructions) = (lowered, weights, options, instructions);
        _elements = ElementKernels.Of(instructions);
        (Height, Width) = (height, width);
        Maps = MapPlan.Of(lowered, height, width, options.KeepValues);
        _shapes = lowered.Exact is null ? null : lowered.Exact.Shapes(height, width);
        // A moved neuron has fired when the last part of the map it shares is there.
        var last = new Dictionary<MapBuffer, Step>();
        var convolutions = Convolutions();
        for (var i = 0; i < lowered.Steps.Count; i++)
        {
            var step = lowered.Steps[i];
            var first = _steps.Count;
            if (convolutions[i] is { } convolution)
                _steps.Add(convolution);
            else
                Add(step);
            if (lowered.HasRounds)
                for (var k = first; k < _steps.Count; k++)
                    _steps[k].Phase = step.Phase;
            if (step.Operation is Input)
                continue;
            foreach (var value in step.Writes.Where(Maps.Has))
                last[Maps[value].Buffer] = _steps[^1];
        }
        _spikes = lowered
            .Layers.Where(Maps.Has)
            .Select(layer => (Name: layer, View: Maps[layer]))
            .ToLookup(layer => last[layer.View.Buffer]);
        if (lowered.HasRounds)
        {
            // What adds up over time comes from steps that are done after it.
            _steps.InsertRange(_steps.FindLastIndex(step => step.Phase == Phase.Over) + 1, _sums);
            foreach (var sum in _sums)
                sum.Phase = Phase.Over;
        }
        Steps = [.. _steps];
        Rounds = lowered.Graph.Info.TimeSteps / lowered.Together;
        Together = lowered.Together;
        ScratchBytes = _steps.Count == 0 ? 0 : _steps.Max(step => step.ScratchBytes);
        double bytes = Maps.Bytes + (double)Workers * ScratchBytes,
            most = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (!(bytes <= most))
            throw new GraphException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"at {height}×{width} pixels its values take {bytes:N0} bytes, this machine has {most:N0}"
                )
            );
    }

    /// <summary>Steps in order.</summary>
    internal Step[] Steps { get; }

    /// <summary>How often the steps over time are done.</summary>
    internal int Rounds { get; }

    /// <summary>Time steps of a round.</summary>
    internal int Together { get; }

    /// <summary>Height of the image in pixels.</summary>
    internal int Height { get; }

    /// <summary>Width of the image in pixels.</summary>
    internal int Width { get; }

    /// <summary>Where values lie.</summary>
    internal MapPlan Maps { get; }

    /// <summary>Bytes each worker needs for itself.</summary>
    internal long ScratchBytes { get; }

    /// <summary>D or γ of what a convolution sees, or of a layer of neurons.</summary>
    internal int MaxSpikes(string node) =>
        Maps.MaxSpikes(_lowered.Graph.Node(node) is { Operation: Convolution } convolution ? convolution.Inputs[0] : node);

    /// <summary>Layers of neurons that have fired after a step, and had not before.</summary>
    internal IEnumerable<(string Name, MapView View)> SpikesOf(Step step) => _spikes[step];

    private int Workers => _options.Threads;

    /// <summary>The convolutions by step, each packed by a thread of its own: nothing else takes as long before the first run.</summary>
    private Step?[] Convolutions()
    {
        var steps = new Step?[_lowered.Steps.Count];
        Concurrently.Run(steps.Length, Workers, default, i =>
        {
            var step = _lowered.Steps[i];
            if (step.Operation is not Convolution convolution)
                return;
            var made = Convolve(step, convolution);
            made.Node = step.Node;
            steps[i] = made;
        });
        return steps;
    }

    private void Add(FusedStep step)
    {
        switch (step.Operation)
        {
            case Input:
                break;
            case Graph.Operations.Add { OfSpikes: true }:
                var sum = Maps[step.Value];
                if (sum.Buffer.IsSpikes)
                    _steps.Add(new SpikeSumStep(step.Value, [.. step.Inputs.Select(input => Maps[input])], sum, _elements, Workers));
                else
                    _steps.Add(new ReferenceStep(_lowered.Graph.Node(step.Value), [.. step.Inputs.Select(input => Maps[input])], sum));
                break;
            case Graph.Operations.Add:
                var shape = Maps[step.Residuals[0]];
                _steps.Add(
                    new SumStep(
                        step.Value,
                        Output(step, shape.Channels, [], []),
                        shape.Channels,
                        shape.Buffer.Height,
                        shape.Buffer.Width,
                        Workers
                    )
                );
                break;
            case Concat:
                Join(step);
                break;
            case MaxPool { OverTime: PoolingOverTime.RateGate }:
                throw new GraphException("the engine has no pooling by a rate gate; the interpreter runs it", step.Value);
            case MaxPool { OverTime: PoolingOverTime.Lossless } pool:
                _steps.Add(
                    new PoolOverTimeStep(
                        step.Value,
                        pool,
                        Maps[step.Inputs[0]],
                        Maps[step.Value],
                        Maps.State(MapPlan.Sums(step.Value))!,
                        Maps.State(step.Value)!,
                        _elements
                    )
                );
                break;
            case MaxPool pool:
                _steps.Add(new MaxPoolStep(step.Value, pool, Maps[step.Inputs[0]], Maps[step.Value], _elements, Workers));
                break;
            case Upsample upsample:
                _steps.Add(new UpsampleStep(step.Value, upsample, Maps[step.Inputs[0]], Maps[step.Value], Workers));
                break;
            case TimeMean when Maps.State(step.Value) is { } sums:
                _sums.Add(new TimeSumStep(step.Value + ".sum", Maps[step.Inputs[0]], sums, _elements, Workers));
                _steps.Add(new MeanSoFarStep(step.Value, sums, Maps[step.Value], Workers));
                break;
            case TimeMean:
                if (!Maps.LiesIn(step.Inputs[0], step.Value, 0))
                    _steps.Add(new TimeMeanStep(step.Value, Maps[step.Inputs[0]], Maps[step.Value], _elements, Workers));
                break;
            case AttentionProduct attention
                when AttentionSums.Fits(
                    attention,
                    Maps[step.Inputs[0]],
                    Maps[step.Inputs[1]],
                    Maps[step.Inputs[2]],
                    step.Inputs.Max(Maps.MaxSpikes)
                ):
                _steps.Add(
                    Attend(step.Value, attention, Maps[step.Inputs[0]], Maps[step.Inputs[1]], Maps[step.Inputs[2]], Maps[step.Value])
                );
                break;
            case DeformableSampling sampling when AreReal(step.Inputs[0], step.Inputs[1]) && Maps[step.Inputs[2]].Buffer.IsSpikes:
                _steps.Add(
                    new DeformableSamplingStep(
                        step.Value,
                        sampling,
                        Maps[step.Inputs[0]],
                        Maps[step.Inputs[1]],
                        Maps[step.Inputs[2]],
                        Maps[step.Value],
                        _elements,
                        Workers
                    )
                );
                break;
            case MaskProduct product when AreReal(step.Inputs[1]):
                _steps.Add(Masks(step.Value, product, Maps[step.Inputs[0]], Maps[step.Inputs[1]], Maps[step.Value]));
                break;
            case SemanticHead when AreReal(step.Inputs[0], step.Inputs[1]):
                _steps.Add(Semantic(step.Value, Maps[step.Inputs[0]], Maps[step.Inputs[1]], Maps[step.Value]));
                break;
            case ResizeLike when AreReal(step.Inputs[0]):
                _steps.Add(new ResizeLikeStep(step.Value, Maps[step.Inputs[0]], Maps[step.Value], _elements, Workers));
                break;
            case Affine affine when AreReal(step.Inputs[0]):
                _steps.Add(new AffineStep(step.Value, affine, Maps[step.Inputs[0]], Maps[step.Value], _elements, Workers));
                break;
            case Activation activation when AreReal(step.Inputs[0]):
                _steps.Add(new ActivationStep(step.Value, activation, Maps[step.Inputs[0]], Maps[step.Value], Workers));
                break;
            case Constant or SinePositions:
                _steps.Add(
                    new ConstantStep(
                        step.Value,
                        NodeArithmetic.Constant(_lowered.Graph.Node(step.Value), Shape(Maps[step.Value])),
                        Maps[step.Value],
                        Workers
                    )
                );
                break;
            case DetectionHead head:
                _steps.Add(new HeadStep(step.Value, head, [.. step.Inputs.Select(input => Maps[input])], Maps[step.Value]));
                break;
            case { MovesSpikes: true } when step.Inputs.Count == 1:
                var (from, to) = (Maps[step.Inputs[0]], Maps[step.Value]);
                _steps.Add(
                    new MoveStep(
                        step.Value,
                        from,
                        to,
                        NodeArithmetic.Places(_lowered.Graph.Node(step.Value), Shape(from), Shape(to)),
                        Workers
                    )
                );
                break;
            default:
                _steps.Add(
                    new ReferenceStep(_lowered.Graph.Node(step.Value), [.. step.Inputs.Select(input => Maps[input])], Maps[step.Value])
                );
                break;
        }
    }

    private bool AreReal(params ReadOnlySpan<string> values)
    {
        foreach (var value in values)
            if (Maps[value].Buffer.IsSpikes)
                return false;
        return true;
    }

    private Step Attend(string name, AttentionProduct product, MapView q, MapView k, MapView v, MapView output) =>
        _instructions == InstructionSet.Scalar
            ? new AttentionStep<AttentionScalar>(name, product, q, k, v, output)
            : new AttentionStep<AttentionVectors>(name, product, q, k, v, output);

    private Step Masks(string name, MaskProduct product, MapView queries, MapView feature, MapView output) =>
        _instructions switch
        {
            InstructionSet.Avx512 => new MaskProductStep<RealAvx512>(name, product, queries, feature, output, Workers),
            InstructionSet.Avx2 => new MaskProductStep<RealAvx2>(name, product, queries, feature, output, Workers),
            _ => new MaskProductStep<RealScalar>(name, product, queries, feature, output, Workers),
        };

    private Step Semantic(string name, MapView classes, MapView masks, MapView output) =>
        _instructions switch
        {
            InstructionSet.Avx512 => new SemanticStep<RealAvx512>(name, classes, masks, output, Workers),
            InstructionSet.Avx2 => new SemanticStep<RealAvx2>(name, classes, masks, output, Workers),
            _ => new SemanticStep<RealScalar>(name, classes, masks, output, Workers),
        };

    private static ValueShape Shape(MapView view) => new(view.Channels, view.Buffer.Height, view.Buffer.Width, Timed: false);

    private void Join(FusedStep step)
    {
        var joined = Maps[step.Value];
        var channel = 0;
        foreach (var input in step.Inputs)
        {
            var part = Maps[input];
            if (!Maps.LiesIn(input, step.Value, channel))
                _steps.Add(
                    new CopyStep(
                        step.Value,
                        part,
                        joined with
                        {
                            FirstChannel = joined.FirstChannel + channel,
                            Channels = part.Channels,
                        },
                        Workers
                    )
                );
            channel += part.Channels;
        }
    }

    private OutputStage Output(FusedStep step, int channels, ReadOnlySpan<float> bias, ReadOnlySpan<float> scale) =>
        new(
            _instructions,
            channels,
            bias,
            scale,
            [.. step.Residuals.Select(value => Maps[value])],
            step.KeepsValue ? Maps[step.Value] : null,
            [.. step.Neurons.Select(neuron => new NeuronOutput(Maps[neuron.Name], neuron.Neuron, Maps.State(neuron.Name)))],
            Exact(step)
        );

    // Convolutions are made by several threads.
    private ExactValue? Exact(FusedStep step)
    {
        lock (_exactValues)
            return _lowered.Exact?.Of(step, Maps, _shapes!, _exactValues);
    }

    private Step Convolve(FusedStep step, Convolution convolution)
    {
        var input = Maps[step.Inputs[0]];
        var maxSpikes = Maps.MaxSpikes(step.Inputs[0]);
        var height = Outputs(input.Buffer.Height, convolution.KernelHeight, convolution);
        var width = Outputs(input.Buffer.Width, convolution.KernelWidth, convolution);
        // The image and what is no spike keep float weights in every mode.
        var quantises = _options.Mode != EngineMode.Exact && maxSpikes > 0;
        var quantised = quantises ? _weights.Quantised(step.Node, convolution) : null;
        var output = Output(step, convolution.OutChannels, convolution.Bias is { } bias ? bias.Values : [], quantised?.Scale ?? []);
        bool dense = convolution.Groups == 1,
            depthwise = !dense && convolution.Groups == input.Channels && convolution.Groups == convolution.OutChannels;
        if (quantises && _options.Mode == EngineMode.Binary)
            return new BinaryConvolution(
                step.Value,
                convolution,
                quantised!,
                input,
                maxSpikes,
                output,
                height,
                width,
                Workers,
                _weights.Additions(step.Node)
            );
        if (dense && maxSpikes == 0)
            return Dense(step, convolution, input, output, height, width);
        dense = dense && ListsFit(convolution, input);
        if (dense && !quantises)
            return FloatEvents(step, _weights.OfFloat(step.Node, convolution), convolution, input, output, height, width);
        // Signed spikes meet 8-bit weights in float32, which holds their sums as the whole numbers they are.
        if (dense && input.Buffer.IsSigned && quantised!.LargestSum(maxSpikes) < 1 << 24)
            return FloatEvents(step, _weights.OfInt8AsFloat(step.Node, convolution), convolution, input, output, height, width);
        if (dense && !input.Buffer.IsSigned && EventWeights.Fits(convolution, maxSpikes))
            return Int8Events(step, convolution, input, maxSpikes, output, height, width);
        var weight = quantised is null ? convolution.Weight.Values.ToArray() : Array.ConvertAll(quantised.Values, w => (float)w);
        if (depthwise)
            return Depthwise(step, weight, convolution, input, output, height, width);
        return new PlainConvolution(step.Value, convolution, weight, input, output, height, width, Workers);
    }

    // A window of one row has 2·kw − 1 slots for its weights, and a list has a place for every value of a padded row: what a file may ask
    // for is bounded where memory would be a multiple of it.
    private static bool ListsFit(Convolution convolution, MapView input) =>
        convolution.KernelWidth <= MostKernelWidth && (input.Buffer.Width + 2L * convolution.Padding) * input.Channels <= MostListed;

    private Step Dense(FusedStep step, Convolution c, MapView input, OutputStage output, int height, int width)
    {
        var weights = _weights.Reals(step.Node, c, input);
        return _instructions switch
        {
            InstructionSet.Avx512 => new RealConvolution<RealAvx512>(step.Value, c, input, weights, output, height, width, Workers),
            InstructionSet.Avx2 => new RealConvolution<RealAvx2>(step.Value, c, input, weights, output, height, width, Workers),
            _ => new RealConvolution<RealScalar>(step.Value, c, input, weights, output, height, width, Workers),
        };
    }

    private Step Depthwise(FusedStep step, float[] weight, Convolution c, MapView input, OutputStage output, int height, int width) =>
        _instructions switch
        {
            InstructionSet.Avx512 => new DepthwiseConvolution<DepthwiseAvx512>(
                step.Value,
                c,
                weight,
                input,
                output,
                height,
                width,
                Workers
            ),
            InstructionSet.Avx2 => new DepthwiseConvolution<DepthwiseAvx2>(step.Value, c, weight, input, output, height, width, Workers),
            _ => new DepthwiseConvolution<DepthwiseScalar>(step.Value, c, weight, input, output, height, width, Workers),
        };

    private Step FloatEvents(FusedStep step, EventWeights weights, Convolution c, MapView input, OutputStage output, int height, int width)
    {
        return _instructions switch
        {
            InstructionSet.Avx512 => new EventConvolution<FloatEventsAvx512>(step.Value, c, input, weights, output, height, width, Workers),
            InstructionSet.Avx2 => new EventConvolution<FloatEventsAvx2>(step.Value, c, input, weights, output, height, width, Workers),
            _ => new EventConvolution<FloatEventsScalar>(step.Value, c, input, weights, output, height, width, Workers),
        };
    }

    private Step Int8Events(FusedStep step, Convolution c, MapView input, int maxSpikes, OutputStage output, int height, int width)
    {
        var weights = _weights.OfInt8(step.Node, c, maxSpikes, _lowered.Plans.TryGetValue(step.Node, out var plan) ? plan.Order : []);
        return _instructions switch
        {
            InstructionSet.Avx512 => new EventConvolution<Int8EventsAvx512>(step.Value, c, input, weights, output, height, width, Workers),
            InstructionSet.Avx2 => new EventConvolution<Int8EventsAvx2>(step.Value, c, input, weights, output, height, width, Workers),
            _ => new EventConvolution<Int8EventsScalar>(step.Value, c, input, weights, output, height, width, Workers),
        };
    }

    private static int Outputs(int size, int kernel, Convolution convolution) =>
        (size + 2 * convolution.Padding - kernel) / convolution.Stride + 1;
}
