namespace SpikeSharp.Bench.Zoo;

/// <summary>A node of a small model.</summary>
/// <param name="Operator">The ONNX operator.</param>
/// <param name="Inputs">What it takes.</param>
/// <param name="Outputs">Names of its results.</param>
/// <param name="Attributes">Its attributes.</param>
internal sealed record ZooNode(string Operator, ZooInput[] Inputs, string[] Outputs, params Attribute[] Attributes);
