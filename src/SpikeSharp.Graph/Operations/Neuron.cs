using System.Text.Json;
using SpikeSharp.Graph.Neurons;

namespace SpikeSharp.Graph.Operations;

/// <summary>A layer of neurons: input current in, spikes or an activation out, once per real time step; the state starts anew for every
/// image.</summary>
/// <remarks>Each neuron is one sealed record beside this: parameters and their ranges, equation, form in the file. What it must say
/// is abstract here, so that none forgets.</remarks>
public abstract record Neuron : Operation
{
    internal const string Word = "neuron";

    private const string MaxSpikesField = "maxSpikes";
    private const string DecayField = "decay";
    private const string ThresholdField = "threshold";

    private protected Neuron() { }

    /// <inheritdoc/>
    public override string Kind => Word;

    /// <summary>Which neuron, for those who must tell them apart.</summary>
    public abstract NeuronKind Equation { get; }

    /// <summary>Whether more input never gives less output, so that T = 1 neurons may change places with the choice of a largest
    /// input.</summary>
    public abstract bool IsRising { get; }

    /// <summary>The neurons of some channels of this layer.</summary>
    public abstract Neuron OfChannels(int first, int count);

    /// <summary>Refuses parameters out of range.</summary>
    private protected abstract void Check(ShapeContext context, int channels);

    /// <summary>D, β and θ as its object in the file has them: where an equation lacks one, the number that changes nothing.</summary>
    private protected abstract (int MaxSpikes, float Decay, float Threshold) Common { get; }

    /// <summary>Writes the parameters beyond D, β and θ.</summary>
    private protected abstract void WriteOwn(Utf8JsonWriter json);

    // Without spikes there is no state: what is the same at every t stays so, and the ANN twin is computed once.
    internal override ValueShape Infer(ShapeContext context, ReadOnlySpan<ValueShape> inputs)
    {
        Check(context, inputs[0].Channels);
        return inputs[0] with { Timed = this is SpikingNeuron || inputs[0].Timed };
    }

    internal sealed override void Write(Utf8JsonWriter json)
    {
        var (maxSpikes, decay, threshold) = Common;
        json.WriteString("equation", Equation.Word());
        json.WriteNumber(MaxSpikesField, maxSpikes);
        json.WriteNumber(DecayField, decay);
        json.WriteNumber(ThresholdField, threshold);
        WriteOwn(json);
    }

    internal static Operation Read(OperationFields fields)
    {
        var word = fields.Word("equation");
        var common = (MaxSpikes: fields.Integer(MaxSpikesField), Decay: fields.Real(DecayField), Threshold: fields.Real(ThresholdField));
        Neuron neuron = NeuronWords.Find(word) switch
        {
            NeuronKind.ILif => ILif.FromFile(common),
            NeuronKind.Lif => Lif.FromFile(common),
            NeuronKind.BurstIf => BurstIf.FromFile(common, fields),
            NeuronKind.Relu => Relu.FromFile(fields),
            null or NeuronKind.NiLif => throw fields.Error($"equation '{word}' is unknown, wanted ilif, lif, relu or burst"),
        };
        var (maxSpikes, decay, threshold) = neuron.Common;
        Require(MaxSpikesField, common.MaxSpikes, maxSpikes);
        Require(DecayField, common.Decay, decay);
        Require(ThresholdField, common.Threshold, threshold);
        return neuron;

        void Require(string name, float found, float wanted)
        {
            if (found != wanted)
                throw fields.Error($"{name} is {found}, wanted {wanted}: '{word}' has no other");
        }
    }

    /// <summary>The channel's number of a tensor [1] or [C].</summary>
    private protected static float Of(WeightTensor tensor, int channel) => tensor.Values[tensor.Values.Length == 1 ? 0 : channel];

    /// <summary>The numbers of some channels of a tensor [1] or [C].</summary>
    private protected static WeightTensor Part(WeightTensor tensor, int first, int count) =>
        tensor.Values.Length == 1 ? tensor : new WeightTensor([count], tensor.Values.Slice(first, count).ToArray());

    private protected static void CheckSpikes(ShapeContext context, int maxSpikes, int limit) =>
        context.Require(MaxSpikesField, maxSpikes, 1, limit);

    private protected static void CheckDecay(ShapeContext context, float decay)
    {
        if (!(decay is >= 0 and <= 1))
            throw context.Error($"decay is {decay}, wanted 0 to 1");
    }

    /// <summary>Refuses a tensor that is neither [1] nor [C], or holds a number that is not above 0.</summary>
    private protected static void CheckPositive(ShapeContext context, WeightTensor tensor, string role, int channels)
    {
        if (tensor.Shape.Count != 1 || (tensor.Shape[0] != 1 && tensor.Shape[0] != channels))
            throw context.Error($"the {role} has shape {tensor}, wanted [1] or [{channels}]");
        foreach (var value in tensor.Values)
        {
            if (!(value > 0))
                throw context.Error($"the {role} holds {value}, wanted numbers above 0");
        }
    }
}
