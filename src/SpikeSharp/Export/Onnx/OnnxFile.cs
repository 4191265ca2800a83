namespace SpikeSharp.Export.Onnx;

/// <summary>What was written.</summary>
/// <param name="Path">The file.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Nodes">Nodes of the ONNX graph.</param>
/// <param name="Initialisers">Its constants, weights among them.</param>
/// <param name="FactorisedConvolutions">Convolutions written as the chain of their factors.</param>
public sealed record OnnxFile(string Path, long Bytes, int Nodes, int Initialisers, int FactorisedConvolutions);
