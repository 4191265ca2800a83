namespace SpikeSharp.Onnx;

/// <summary>What was written.</summary>
/// <param name="Bytes">Size of the file.</param>
/// <param name="Nodes">Nodes of the ONNX graph.</param>
/// <param name="Initialisers">Its constants, weights among them.</param>
/// <param name="FactorisedConvolutions">Convolutions written as the chain of their factors.</param>
public sealed record OnnxSaveResult(long Bytes, int Nodes, int Initialisers, int FactorisedConvolutions);
