using System.Text.Json;
using SpikeSharp.Graph.Format;
using SpikeSharp.Graph.Interpretation;

namespace SpikeSharp.Graph.Operations;

/// <summary>The image: static, [channels, H, W].</summary>
/// <param name="Channels">Channels of the image, 1…1024.</param>
public sealed record Input(int Channels) : Operation
{
    internal const string Word = "input";

    /// <inheritdoc/>
    public override string Kind => Word;

    internal override (int Fewest, int Most) Arity => (0, 0);

    internal override ValueShape Infer(ShapeContext context, ReadOnlySpan<ValueShape> inputs)
    {
        context.Require("channels", Channels, 1, 1024);
        return new ValueShape(Channels, context.ImageHeight, context.ImageWidth, Timed: false);
    }

    internal override ValueTensor Evaluate(in EvaluationContext context, ReadOnlySpan<ValueTensor> inputs)
    {
        if (context.Image.Channels != Channels)
            throw new GraphException($"the image has {context.Image.Channels} channels, the network wants {Channels}", context.Node);
        var pixels = new double[context.Image.Values.Length];
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = context.Image.Values[i];
        return new ValueTensor(context.Shape, 1, pixels);
    }

    internal override void Write(Utf8JsonWriter json) => json.WriteNumber("channels", Channels);

    internal static Operation Read(OperationFields fields) => new Input(fields.Integer("channels"));
}
