using SpikeSharp.Models.SpikeYolo;

namespace SpikeSharp.Checkpoints;

/// <summary>A network and its description.</summary>
public sealed record LoadedModel(SpikeYolo Model, ModelDescription Description) : IDisposable
{
    /// <summary>Frees the network.</summary>
    public void Dispose() => Model.Dispose();
}
