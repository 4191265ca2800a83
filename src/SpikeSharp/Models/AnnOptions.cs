using SpikeSharp.Blocks;

namespace SpikeSharp.Models;

/// <summary>An ordinary network: real numbers through an activation, no neurons and no time.</summary>
/// <param name="Classes">Number of classes, at least 1.</param>
/// <param name="Activation">What follows its normalisations.</param>
public abstract record AnnOptions(int Classes, Activation Activation) : NetworkOptions(Classes)
{
    /// <inheritdoc/>
    public override string Units => $"activation {Activation.ToString().ToLowerInvariant()}";

    /// <inheritdoc/>
    public override bool IsSpiking => false;
}
