namespace SpikeSharp.Onnx;

/// <summary>One thing in an ONNX file that cannot be imported.</summary>
/// <param name="Code">E3, E4, E5, E7 of spec 6.3 of spicalib.md; I1 an unknown operator, I2 a form of an operator that is not read, I3
/// shapes or numbers that do not fit; I0 the file itself.</param>
/// <param name="Node">Name of the node, or of its first result where it has none; empty for the file.</param>
/// <param name="Operator">The ONNX operator; empty for the file.</param>
/// <param name="Sentence">What is wrong, and where it helps what to do.</param>
public readonly record struct OnnxProblem(string Code, string Node, string Operator, string Sentence)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Code}: {Sentence}";
}
