namespace SpikeSharp.Onnx.Import;

/// <summary>
/// Why a node cannot be imported: the importer makes an <see cref="OnnxProblem"/> of it, which names the node, and goes on.
/// </summary>
/// <param name="reason">For code I2 one clause; for the codes of spec 6.3 their whole sentence.</param>
/// <param name="code">The problem's code.</param>
internal sealed class NodeException(string reason, string code = "I2") : Exception(reason)
{
    public string Code { get; } = code;
}
