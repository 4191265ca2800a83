using System.Text.Json;

namespace SpikeSharp.Graph.Operations;

/// <summary>One kind of node, whole: parameters, weights, shape rule, arithmetic, and form in the file.</summary>
/// <remarks>A new kind is one file with a sealed record of this type and one line in <c>Format/OperationCatalogue.cs</c>.</remarks>
public abstract record Operation
{
    private protected Operation() { }

    /// <summary>The kind's word in the file and in tables, for instance <c>convolution</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>The weights by their role; the file stores them as <c>node.role</c>.</summary>
    public virtual IEnumerable<(string Role, WeightTensor Tensor)> Weights => [];

    /// <summary>Numbers the kind holds, frozen ones included.</summary>
    public virtual long ParameterCount
    {
        get
        {
            long sum = 0;
            foreach (var (_, tensor) in Weights)
                sum += tensor.Values.Length;
            return sum;
        }
    }

    /// <summary>Whether it weights its inputs, so that spike-driven hardware must find spikes there.</summary>
    internal virtual bool IsSynaptic => false;

    /// <summary>The one input that must be spikes for it to add instead of multiplying; null where all must be.</summary>
    internal virtual int? SpikeGate => null;

    /// <summary>
    /// What it does with real numbers by its nature, in a few words, so that hardware of spikes alone cannot; null where there is no such
    /// thing.
    /// </summary>
    internal virtual string? RealWork => null;

    /// <summary>Whether it gives integer spikes when all its inputs are integer spikes, and the image when it sees the image.</summary>
    internal virtual bool KeepsSpikes => false;

    /// <summary>Whether it only moves values about or chooses among them, so that integer spikes stay integer spikes.</summary>
    public bool MovesSpikes => KeepsSpikes;

    internal virtual (int Fewest, int Most) Arity => (1, 1);

    /// <summary>What it multiplies in one time step (spec 3.3); empty where it does not weight anything.</summary>
    internal virtual SynapticWork[] Work(ReadOnlySpan<ValueShape> inputs, ValueShape output) => [];

    /// <summary>The output's shape; refuses parameters and inputs that do not fit.</summary>
    internal abstract ValueShape Infer(ShapeContext context, ReadOnlySpan<ValueShape> inputs);

    /// <summary>Computes the output for one image.</summary>
    internal abstract ValueTensor Evaluate(in EvaluationContext context, ReadOnlySpan<ValueTensor> inputs);

    /// <summary>Writes the parameters as properties of an open JSON object.</summary>
    internal virtual void Write(Utf8JsonWriter json) { }
}
