namespace SpikeSharp.Conversion;

/// <summary>What an activation has become.</summary>
/// <param name="Name">Of the activation, and of its neurons.</param>
/// <param name="Scale">λ, [1] or [C].</param>
/// <param name="Largest">Largest activation on the calibration images; 0 where scales were given and nothing was measured.</param>
/// <param name="Saturating">Share of the calibration activations beyond γ·λ, which one step cannot send.</param>
public sealed record ConvertedLayer(string Name, float[] Scale, float Largest, double Saturating);
