using SpikeSharp.Models;

namespace SpikeSharp.Checkpoints;

/// <summary>A network and its description.</summary>
public sealed record LoadedModel(Network Model, ModelDescription Description) : IDisposable
{
    /// <summary>Frees the network.</summary>
    public void Dispose() => Model.Dispose();
}
