using SpikeSharp.Graph;
using SpikeSharp.Graph.Neurons;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Onnx.Export;

/// <summary>
/// Neurons in ONNX, the equations of <see cref="Graph.Neurons.ILif"/> and <see cref="Graph.Neurons.Lif"/> written out over time.
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
        if (neuron.Equation == NeuronKind.BurstIf)
        {
            Burst(onnx, neuron, spikes, currents);
            return;
        }
        string? afterReset = null;
        for (var t = 0; t < spikes.Length; t++)
        {
            var s = spikes[t];
            if (neuron.Equation == NeuronKind.Relu)
            {
                Rectify(onnx, neuron, s, currents[t]);
                continue;
            }
            var u = afterReset is null ? currents[t] : Charge(onnx, neuron, s, currents[t], afterReset);
            Fire(onnx, neuron, s, u);
            // After the last step nobody asks what is left.
            if (t < spikes.Length - 1)
                afterReset = Reset(onnx, neuron, s, u);
        }
    }

    // v ← v + x/λ; n = clip(⌊v⌋, 0, γ), of the signed neuron between −min(γ, N) and γ; v ← v − n.
    private static void Burst(OnnxGraph onnx, Neuron neuron, string[] spikes, string[] currents)
    {
        var p = neuron.Burst;
        var signed = p.Calibration == SpikeCalibration.Signed;
        if (!signed && (p.IsSigned || p.ResetsToZero))
            throw new GraphException("only burst neurons without calibration, and exact ones, have a form in ONNX", spikes[0]);
        var scale = neuron.Scale!.Values;
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

    private static void Rectify(OnnxGraph onnx, Neuron neuron, string s, string x)
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

    // U = β·H + X.
    private static string Charge(OnnxGraph onnx, Neuron neuron, string s, string x, string h)
    {
        var leaked = onnx.Node("Mul", onnx.Name(s + ".leak"), [h, onnx.Scalar(neuron.Decay)]);
        return onnx.Node("Add", onnx.Name(s + ".u"), [leaked, x]);
    }

    // I-LIF: round-half-even(clip(U, 0, D)); ONNX's Round is half to even too. LIF: 1 where U ≥ θ.
    private static void Fire(OnnxGraph onnx, Neuron neuron, string s, string u)
    {
        if (neuron.Equation == NeuronKind.ILif)
        {
            var clipped = onnx.Node("Clip", onnx.Name(s + ".clip"), [u, onnx.Scalar(0), onnx.Scalar(neuron.MaxSpikes)]);
            onnx.Node("Round", s, [clipped]);
            return;
        }
        var fires = onnx.Node("GreaterOrEqual", onnx.Name(s + ".fires"), [u, onnx.Scalar(neuron.Threshold)]);
        onnx.Node("Cast", s, [fires], OnnxMessages.Attribute("to", OnnxMessages.FloatType));
    }

    // H = U − S, for LIF U − θ·S.
    private static string Reset(OnnxGraph onnx, Neuron neuron, string s, string u)
    {
        var taken = neuron.Threshold == 1 ? s : onnx.Node("Mul", onnx.Name(s + ".taken"), [s, onnx.Scalar(neuron.Threshold)]);
        return onnx.Node("Sub", onnx.Name(s + ".h"), [u, taken]);
    }
}
