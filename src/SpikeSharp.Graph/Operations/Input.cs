using System.Text.Json;

namespace SpikeSharp.Graph.Operations;

/// <summary>What comes from outside, [channels, H, W]: one frame for all time steps, or one for each.</summary>
/// <param name="Channels">Channels, 1…1024: three for RGB, one for grey, two for the polarities of events.</param>
/// <param name="HasFrames">Whether each time step has a frame of its own.</param>
public sealed record Input(int Channels, bool HasFrames = false) : Operation
{
    internal const string Word = "input";

    /// <summary>A picture in colours: red, green, blue.</summary>
    public static Input Rgb { get; } = new(3);

    /// <summary>Channels that an input may have.</summary>
    public const int MaxChannels = 1024;

    /// <summary>Which numbers stand for the levels of a picture; 0…1 unless told.</summary>
    public ValueRange Range { get; init; } = ValueRange.Unit;

    /// <inheritdoc/>
    public override string Kind => Word;

    /// <summary>The input of a graph that has one.</summary>
    /// <exception cref="GraphException">It has none, or several.</exception>
    public static (string Name, Input Input) Of(SpikeGraph graph)
    {
        var inputs = graph.Nodes.Where(node => node.Operation is Input).ToArray();
        return inputs.Length == 1
            ? (inputs[0].Name, (Input)inputs[0].Operation)
            : throw new GraphException($"the graph has {inputs.Length} inputs, wanted one");
    }

    /// <summary>Refuses pictures where the network wants a frame for each time step.</summary>
    /// <exception cref="GraphException">It does.</exception>
    public void RequirePicture()
    {
        if (HasFrames)
            throw new GraphException("the network wants a frame for each time step, not a picture");
    }

    /// <summary>Refuses what the network cannot take.</summary>
    /// <param name="input">The input.</param>
    /// <param name="timeSteps">T of the graph.</param>
    /// <param name="node">Name of the node, for the message.</param>
    /// <exception cref="GraphException">It has another number of channels or of frames.</exception>
    public void Require(InputTensor input, int timeSteps, string node)
    {
        if (input.Channels != Channels)
            throw new GraphException($"the input has {input.Channels} channels, the network wants {Channels}", node);
        if (input.Frames != (HasFrames ? timeSteps : 1))
            throw new GraphException(
                HasFrames
                    ? $"the input has {input.Frames} frames, the network wants one for each of its {timeSteps} time steps"
                    : $"the input has {input.Frames} frames, the network wants one for all time steps",
                node
            );
    }

    internal override (int Fewest, int Most) Arity => (0, 0);

    internal override ValueShape Infer(ShapeContext context, ReadOnlySpan<ValueShape> inputs)
    {
        context.Require("channels", Channels, 1, MaxChannels);
        if (!float.IsFinite(Range.Low) || !float.IsFinite(Range.High) || Range.Low >= Range.High)
            throw context.Error($"its range of values is {Range.Low} to {Range.High}, wanted a lower and a higher number");
        return new ValueShape(Channels, context.ImageHeight, context.ImageWidth, HasFrames);
    }

    internal override ValueTensor Evaluate(in EvaluationContext context, ReadOnlySpan<ValueTensor> inputs)
    {
        Require(context.Input, context.TimeSteps, context.Node);
        var numbers = new double[context.Input.Values.Length];
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = context.Input.Values[i];
        return new ValueTensor(context.Shape, context.Input.Frames, numbers);
    }

    internal override void Write(Utf8JsonWriter json)
    {
        json.WriteNumber("channels", Channels);
        // What is usual is left out, so that files stay as they were.
        if (HasFrames)
            json.WriteBoolean("frames", true);
        if (Range != ValueRange.Unit)
        {
            json.WriteNumber("low", Range.Low);
            json.WriteNumber("high", Range.High);
        }
    }

    internal static Operation Read(OperationFields fields) =>
        new Input(fields.Integer("channels"), fields.Boolean("frames", false))
        {
            Range = new ValueRange(fields.Real("low", ValueRange.Unit.Low), fields.Real("high", ValueRange.Unit.High)),
        };
}
