using SpikeSharp.Conversion.Search;
using SpikeSharp.Graph;

namespace SpikeSharp.Conversion;

/// <summary>What a conversion gives: the network and the report on it.</summary>
/// <param name="Network">The spiking network, its layers with their scales, and warnings.</param>
/// <param name="Errors">How far it is from the ordinary network, by layer and by time step.</param>
/// <param name="Options">What it was converted with: those given, or those that the search found.</param>
/// <param name="Search">The search of the settings of the whole network; null without one.</param>
/// <param name="LayerSearch">The search layer by layer; null without one.</param>
public sealed record SpikingConversionResult(
    ConvertedNetwork Network,
    ConversionErrors Errors,
    ConversionOptions Options,
    SearchResult? Search,
    SearchResult? LayerSearch
)
{
    /// <summary>The spiking network: save it, or run it in an engine.</summary>
    public SpikeGraph Graph => Network.Graph;
}
