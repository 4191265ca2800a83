using System.Text.Json;
using SpikeSharp.Graph.Operations.Arithmetic;

namespace SpikeSharp.Graph.Operations;

/// <summary>A convolution with zero padding. Over spikes it is additions of weights: eq. 13–15 of the SpikeYOLO paper.</summary>
/// <param name="Weight">[Cout, Cin/groups, kh, kw].</param>
/// <param name="Bias">[Cout] or null; added once per real time step, never once per virtual one.</param>
/// <param name="Stride">Step in both directions, 1…1024.</param>
/// <param name="Padding">Zeros on each side, 0…1024.</param>
/// <param name="Groups">Groups of channels, a divisor of Cin and Cout.</param>
public sealed record Convolution(WeightTensor Weight, WeightTensor? Bias = null, int Stride = 1, int Padding = 0, int Groups = 1)
    : Operation
{
    internal const string Word = "convolution";

    private const int MostFactors = 8;

    /// <inheritdoc/>
    public override string Kind => Word;

    /// <summary>Cout.</summary>
    public int OutChannels => Weight.Shape[0];

    /// <summary>kh.</summary>
    public int KernelHeight => Weight.Shape[2];

    /// <summary>kw.</summary>
    public int KernelWidth => Weight.Shape[3];

    /// <summary>Pixels from one tap to the next, 1…1024: the window is (k − 1)·dilation + 1 pixels wide.</summary>
    public int Dilation { get; init; } = 1;

    /// <summary>A chain of convolutions that computes the same with fewer multiplications, but on real numbers after its first: what a
    /// re-parameterised convolution was before it was merged. Empty where there is none. The interpreter does not use it.</summary>
    public IReadOnlyList<Convolution> Factors { get; init; } = [];

    /// <inheritdoc/>
    public override IEnumerable<(string Role, WeightTensor Tensor)> Weights =>
        [.. Own, .. Factors.SelectMany((factor, i) => factor.Own.Select(own => ($"{FactorName(i)}.{own.Role}", own.Tensor)))];

    /// <summary>Weights and biases of the convolution itself; its factors are another form of them.</summary>
    public override long ParameterCount => Own.Sum(own => (long)own.Tensor.Values.Length);

    private IEnumerable<(string Role, WeightTensor Tensor)> Own =>
        Bias is null ? [("weight", Weight)] : [("weight", Weight), ("bias", Bias)];

    /// <summary>Name of a factor behind that of the node.</summary>
    public static string FactorName(int index) => $"factor{index}";

    internal override bool IsSynaptic => true;

    internal override SynapticWork[] Work(ReadOnlySpan<ValueShape> inputs, ValueShape output) =>
        [new(0, (long)Weight.Values.Length * output.Plane)];

    internal override ValueShape Infer(ShapeContext context, ReadOnlySpan<ValueShape> inputs)
    {
        if (Weight.Shape.Count != 4)
            throw context.Error($"the weight has shape {Weight}, wanted [Cout, Cin/groups, kh, kw]");
        context.Require("stride", Stride, 1, 1024);
        context.Require("padding", Padding, 0, 1024);
        context.Require("dilation", Dilation, 1, 1024);
        context.Require("groups", Groups, 1, OutChannels);
        if (OutChannels % Groups != 0)
            throw context.Error($"{Groups} groups do not divide {OutChannels} output channels");
        var channels = (long)Weight.Shape[1] * Groups;
        if (inputs[0].Channels != channels)
            throw context.Error($"the input has {inputs[0].Channels} channels, the weight {Weight} with {Groups} groups wants {channels}");
        if (Bias is not null && (Bias.Shape.Count != 1 || Bias.Shape[0] != OutChannels))
            throw context.Error($"the bias has shape {Bias}, wanted [{OutChannels}]");
        var output = inputs[0] with
        {
            Channels = OutChannels,
            Height = WindowAxis.Count(inputs[0].Height, KernelHeight, Stride, Padding, Dilation),
            Width = WindowAxis.Count(inputs[0].Width, KernelWidth, Stride, Padding, Dilation),
        };
        if (Factors.Count > 0 && InferFactors(context, inputs[0]) is var other && other != output)
            throw context.Error($"its factors give {other}, it gives {output}");
        return output;
    }

    private ValueShape InferFactors(ShapeContext context, ValueShape shape)
    {
        if (Factors.Count > MostFactors)
            throw context.Error($"it has {Factors.Count} factors, at most {MostFactors} allowed");
        foreach (var factor in Factors)
        {
            if (factor.Factors.Count > 0)
                throw context.Error("a factor has factors");
            shape = factor.Infer(context, [shape]);
            if ((Int128)shape.Channels * shape.Height * shape.Width > GraphShapes.MaxElements)
                throw context.Error($"a factor gives {shape}, too large");
        }
        return shape;
    }

    internal override ValueTensor Evaluate(in EvaluationContext context, ReadOnlySpan<ValueTensor> inputs)
    {
        var input = inputs[0];
        var output = new ValueTensor(context.Shape, input.TimeSteps, new double[context.Shape.Count * input.TimeSteps]);
        var geometry = new ConvolutionGeometry(this, input.Shape, context.Shape);
        if (context.Arithmetic == SpikeArithmetic.Binary && input.IsSpikes)
            BinaryConvolution.Run(this, geometry, input, output);
        else
            DenseConvolution.Run(this, geometry, input, output);
        return output;
    }

    internal override void Write(Utf8JsonWriter json)
    {
        WriteOwn(json);
        if (Factors.Count == 0)
            return;
        json.WriteStartArray("factors");
        foreach (var factor in Factors)
        {
            json.WriteStartObject();
            factor.WriteOwn(json);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private void WriteOwn(Utf8JsonWriter json)
    {
        json.WriteNumber("stride", Stride);
        json.WriteNumber("padding", Padding);
        json.WriteNumber("groups", Groups);
        if (Dilation != 1)
            json.WriteNumber("dilation", Dilation);
        json.WriteBoolean("bias", Bias is not null);
    }

    internal static Operation Read(OperationFields fields) =>
        ReadOwn(fields, "") with
        {
            Factors = fields.Has("factors") ? [.. fields.Objects("factors").Take(MostFactors + 1).Select(ReadFactor)] : [],
        };

    private static Convolution ReadFactor(OperationFields fields, int index)
    {
        var factor = ReadOwn(fields, FactorName(index) + ".");
        fields.Done();
        return factor;
    }

    private static Convolution ReadOwn(OperationFields fields, string prefix) =>
        new(
            fields.Weight(prefix + "weight"),
            fields.Boolean("bias") ? fields.Weight(prefix + "bias") : null,
            fields.Integer("stride"),
            fields.Integer("padding"),
            fields.Integer("groups")
        )
        {
            Dilation = fields.Integer("dilation", absent: 1),
        };
}
