using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Engine.Planning;

/// <summary>What a convolution costs an output pixel, in vector instructions of 512 bits that the arithmetic ports must issue.</summary>
/// <remarks>Only ratios matter. Events: two instructions (multiply, add) for a pair of channels that fires and 32 outputs. Real numbers:
/// one for 16 multiply-adds; a depthwise filter is bound by reading, about twice that. What comes out of a layer is scaled, added to and
/// stored.</remarks>
internal static class CostModel
{
    private const double Lanes = 16;
    private const double DepthwisePenalty = 2;
    private const double OutputInstructions = 8;

    /// <summary>Whether the chain of factors is cheaper than the convolution that it was merged into.</summary>
    /// <param name="convolution">Over spikes.</param>
    /// <param name="pairDensity">Share of the pairs of channels that fire.</param>
    internal static bool PrefersFactors(Convolution convolution, double pairDensity) =>
        convolution.Factors.Count == 0
        || Events(convolution.Factors[0], pairDensity) + convolution.Factors.Skip(1).Sum(Reals) < Events(convolution, pairDensity);

    private static double Events(Convolution c, double pairDensity) =>
        c.KernelHeight * c.KernelWidth * Math.Ceiling(c.Weight.Shape[1] / 2.0) * pairDensity * 2 * Math.Ceiling(c.OutChannels / 32.0)
        + Output(c);

    private static double Reals(Convolution c) => c.Weight.Values.Length / Lanes * (c.Groups > 1 ? DepthwisePenalty : 1) + Output(c);

    private static double Output(Convolution c) => c.OutChannels / Lanes * OutputInstructions;
}
