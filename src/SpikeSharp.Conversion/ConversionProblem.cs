using System.Globalization;

namespace SpikeSharp.Conversion;

/// <summary>Something about one node of an ANN that hinders its conversion, or that its user should know.</summary>
/// <param name="Code">Of docs/spec/spicalib.md 6.3.</param>
/// <param name="Node">Name of the node; empty for the network as a whole.</param>
/// <param name="Text">One sentence that names the node and says what to do.</param>
public sealed record ConversionProblem(string Code, string Node, string Text)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Code}: {Text}";

    internal static ConversionProblem NotConvertible(string node, string operation, string hint) =>
        new(
            "E1",
            node,
            $"Node '{node}' ({operation}) is not convertible: rate-coded spikes can only pass through linear operations, ReLU-type "
                + $"activations and pooling. {hint}"
        );

    internal static ConversionProblem Activation(string node, string operation, string parameters, string advice) =>
        new("E2", node, $"Activation '{node}' ({operation}, {parameters}) has no spiking equivalent with the current options. {advice}");

    internal static ConversionProblem Silent(string node) =>
        new(
            "E8",
            node,
            $"Layer '{node}' was silent on the calibration data (scale 0); its neurons saturate as soon as anything reaches them. "
                + $"Calibrate with more images."
        );

    internal static ConversionProblem Saturating(string node, double share, double bound) =>
        new(
            "E9",
            node,
            string.Create(
                CultureInfo.InvariantCulture,
                $"Layer '{node}': {share * 100:0.#} % of calibration activations exceed γ·λ = {bound:G4} and will saturate; raise p or γ."
            )
        );

    internal static ConversionProblem FewerSpikes(int terms, int fits) =>
        new(
            "gamma",
            "",
            $"Up to {terms} spike trains are added up, and a byte has to hold the sum: every neuron sends at most {fits} spikes a step."
        );

    internal static ConversionProblem NoNeuron { get; } =
        new("E10", "", "No neuron left after import: the model contains no ReLU-type activation.");
}
