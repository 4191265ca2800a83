namespace SpikeSharp.Graph.Energy;

/// <summary>Energy of one layer for one image, in mJ.</summary>
/// <param name="Count">What it does.</param>
/// <param name="Millijoules">By the paper: MAC·rate·E_AC·T over spikes, MAC·E_MAC over the image.</param>
/// <param name="ExactMillijoules">The same with accumulations counted instead of estimated from the mean rate.</param>
/// <param name="AnnMillijoules">The ANN twin's: MAC·E_MAC, once.</param>
public readonly record struct LayerEnergy(LayerCount Count, double Millijoules, double ExactMillijoules, double AnnMillijoules);
