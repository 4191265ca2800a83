namespace SpikeSharp.Graph.Operations;

/// <summary>What an operation may know while it runs besides its inputs.</summary>
internal readonly record struct EvaluationContext(
    string Node,
    ValueShape Shape,
    int TimeSteps,
    SpikeArithmetic Arithmetic,
    InputTensor Input
);
