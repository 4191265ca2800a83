namespace SpikeSharp.Graph.Energy;

/// <summary>The same architecture counted as an ANN: it has no time steps and multiplies everywhere.</summary>
/// <param name="Macs">Multiply-accumulates of one image.</param>
/// <param name="Millijoules">All of them at E_MAC.</param>
/// <param name="Ratio">ANN energy divided by the spiking network's.</param>
public readonly record struct AnnTwin(double Macs, double Millijoules, double Ratio);
