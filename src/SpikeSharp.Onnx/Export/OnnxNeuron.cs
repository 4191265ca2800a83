using SpikeSharp.Graph;
using SpikeSharp.Graph.Neurons;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Onnx.Export;

/// <summary>
/// Neurons in ONNX, their equations written out over time.
/// </summary>
internal static class OnnxNeuron
{
    /// <summary>Writes a layer of neurons.</summary>
    /// <param name="onnx">The graph it is written into.</param>
    /// <param name="neuron">Its equation.</param>
    /// <param name="spikes">Names of its results, one a time step.</param>
    /// <param name="currents">Input current of every time step.</param>
    public static void Write(OnnxGraph onnx, Neuron neuron, string[] spikes, string[] currents)
    {
        Action write = neuron.Equation switch
        {
            NeuronKind.ILif or NeuronKind.NiLif => () => Write(onnx, (ILif)neuron, spikes, currents),
            NeuronKind.Lif => () => Write(onnx, (Lif)neuron, spikes, currents),
            NeuronKind.BurstIf => () => Write(onnx, (BurstIf)neuron, spikes, currents),
            NeuronKind.Relu => () => Write(onnx, (Relu)neuron, spikes, currents),
        };
        write();
    }

    // S = round-half-even(clip(U, 0, D)); ONNX's Round is half to even too.
    private static void Write(OnnxGraph onnx, ILif neuron, string[] spikes, string[] currents) =>
        OverTime(onnx, neuron.Decay, threshold: 1, spikes, currents, (s, u) =>
        {
            var clipped = onnx.Node("Clip", onnx.Name(s + ".clip"), [u, onnx.Scalar(0), onnx.Scalar(neuron.MaxSpikes)]);
            onnx.Node("Round", s, [clipped]);
        });

    // S = 1 where U ≥ θ.
    private static void Write(OnnxGraph onnx, Lif neuron, string[] spikes, string[] currents) =>
        OverTime(onnx, neuron.Decay, neuron.Threshold, spikes, currents, (s, u) =>
        {
            var fires = onnx.Node("GreaterOrEqual", onnx.Name(s + ".fires"), [u, onnx.Scalar(neuron.Threshold)]);
            onnx.Node("Cast", s, [fires], OnnxMessages.Attribute("to", OnnxMessages.FloatType));
        });

    // U = β·H + X; fire; H = U − θ·S.
    private static void OverTime(
        OnnxGraph onnx,
        float decay,
        float threshold,
        string[] spikes,
        string[] currents,
        Action<string, string> fire
    )
    {
        string? afterReset = null;
        for (var t = 0; t < spikes.Length; t++)
        {
            var (s, u) = (spikes[t], currents[t]);
            if (afterReset is not null)
            {
                var leaked = onnx.Node("Mul", onnx.Name(s + ".leak"), [afterReset, onnx.Scalar(decay)]);
                u = onnx.Node("Add", onnx.Name(s + ".u"), [leaked, u]);
            }
            fire(s, u);
            // After the last step nobody asks what is left.
            if (t == spikes.Length - 1)
                return;
            var taken = threshold == 1 ? s : onnx.Node("Mul", onnx.Name(s + ".taken"), [s, onnx.Scalar(threshold)]);
            afterReset = onnx.Node("Sub", onnx.Name(s + ".h"), [u, taken]);
        }
    }

    // v ← v + x/λ; n = clip(⌊v⌋, 0, γ), of the signed neuron between −min(γ, N) and γ; v ← v − n.
    private static void Write(OnnxGraph onnx, BurstIf neuron, string[] spikes, string[] currents)
    {
        var p = neuron.Parameters;
        var signed = p.Calibration == SpikeCalibration.Signed;
        if (!signed && (p.IsSigned || p.ResetsToZero))
            throw new GraphException("only burst neurons without calibration, and exact ones, have a form in ONNX", spikes[0]);
        var scale = neuron.Scale.Values;
        var reciprocal = onnx.Floats(
            onnx.Name(spikes[0] + ".reciprocal"),
            [1, scale.Length, 1, 1],
            [.. scale.ToArray().Select(s => 1 / s)]
        );
        string? v = p.InitialMembrane == 0 ? null : onnx.Scalar((float)p.InitialMembrane),
            net = null;
        for (var t = 0; t < spikes.Length; t++)
        {
            var s = spikes[t];
            var u = onnx.Node("Mul", onnx.Name(s + ".u"), [currents[t], reciprocal]);
            if (v is not null)
                u = onnx.Node("Add", onnx.Name(s + ".v"), [v, u]);
            var whole = onnx.Node("Floor", onnx.Name(s + ".floor"), [u]);
            var takesBack = signed && net is not null;
            var n = onnx.Node(
                "Clip",
                takesBack ? onnx.Name(s + ".clip") : s,
                [whole, onnx.Scalar(takesBack ? -p.MaxSpikes : 0), onnx.Scalar(p.MaxSpikes)]
            );
            if (takesBack)
                onnx.Node("Max", s, [n, onnx.Node("Neg", onnx.Name(s + ".least"), [net!])]);
            if (t == spikes.Length - 1)
                return;
            if (signed)
                net = net is null ? s : onnx.Node("Add", onnx.Name(s + ".net"), [net, s]);
            v = onnx.Node("Sub", onnx.Name(s + ".h"), [u, s]);
        }
    }

    private static void Write(OnnxGraph onnx, Relu neuron, string[] activations, string[] currents)
    {
        if (neuron.Quantum is not null)
            throw new GraphException("a quantised ReLU has no form in ONNX", activations[0]);
        for (var t = 0; t < activations.Length; t++)
            Rectify(onnx, neuron, activations[t], currents[t]);
    }

    private static void Rectify(OnnxGraph onnx, Relu neuron, string s, string x)
    {
        if (neuron.Slope != 0)
            x = onnx.Node(
                "LeakyRelu",
                neuron.Ceiling is null ? s : onnx.Name(s + ".leaky"),
                [x],
                OnnxMessages.Attribute("alpha", neuron.Slope)
            );
        if (neuron.Ceiling is { } ceiling)
            onnx.Node("Clip", s, [x, neuron.Slope == 0 ? onnx.Scalar(0) : "", onnx.Scalar(ceiling)]);
        else if (neuron.Slope == 0)
            onnx.Node("Relu", s, [x]);
    }
}
