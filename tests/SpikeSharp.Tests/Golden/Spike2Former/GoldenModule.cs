using SpikeSharp.Checkpoints;
using SpikeSharp.Graph.Neurons;
using SpikeSharp.Neurons;
using SpikeSharp.Testing;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Tests.Golden.Spike2Former;

/// <summary>
/// Runs a module on golden inputs, in evaluation and in training, and compares outputs, gradients and running statistics.
/// </summary>
internal static class GoldenModule
{
    /// <summary>A layout of inputs and outputs in the files, and how it becomes [N, C, H, W] and comes back.</summary>
    internal sealed record Form(Func<Tensor, Tensor> To, Func<Tensor, Tensor> From)
    {
        public static readonly Form Images = new(x => x, x => x);
        public static readonly Form ChannelsLast = new(x => x.Permute(0, 3, 1, 2), x => x.Permute(0, 2, 3, 1));
        public static readonly Form Sequences = new(x => x.Transpose(1, 2).Unsqueeze(2), x => x.Squeeze(2).Transpose(1, 2));
    }

    internal static SpikingContext Context(GoldenCase golden) =>
        new(new NeuronOptions(NeuronKind.NiLif, 1, golden.Int("D")), bnEps: 1e-5, bnMomentum: 0.1);

    internal static void LoadParameters(GoldenCase golden, StateDict all)
    {
        var report = all.Load(golden.Tensors.ReadTensors("param."));
        Assert.Empty(report.Unexpected);
        Assert.Empty(report.Missing);
    }

    /// <param name="golden">The case.</param>
    /// <param name="form">How its tensors are laid out.</param>
    /// <param name="inputs">Names of the inputs, without "in.".</param>
    /// <param name="build">Builds what runs them.</param>
    internal static void Check(GoldenCase golden, Form form, string[] inputs, Func<Weights, SpikingContext, Func<Tensor[], Tensor>> build)
    {
        foreach (var mode in (string[])["eval", "train"])
        {
            using var scope = new TensorScope();
            using var all = new StateDict { Training = mode == "train" };
            var module = build(all.Root, Context(golden));
            LoadParameters(golden, all);
            var given = inputs.Select(name => golden.Tensor("in." + name)).ToArray();
            foreach (var input in given)
                input.RequiresGrad = true;
            var output = form.From(module([.. given.Select(form.To)]));
            golden.Compare("out." + mode, output, "forward");
            output.Backward(golden.Tensor("in.grad_out"));

            var names = golden.Names($"grad.{mode}.").ToArray();
            var (ofTensor, ofAll) = (golden.Rule("grad")[0], golden.Rule("grad")[1]);
            var largest = names.Max(name => golden.Floats(name).Max(Math.Abs));
            foreach (var name in names)
            {
                var plain = name[$"grad.{mode}.".Length..];
                var gradient = plain.StartsWith("param.", StringComparison.Ordinal)
                    ? all["param." is var p ? plain[p.Length..] : plain].Grad!
                    : given[Array.IndexOf(inputs, plain)].Grad!;
                golden.Near(name, gradient, ofTensor * golden.Floats(name).Max(Math.Abs) + ofAll * largest, 0);
            }
            if (mode != "train")
                continue;
            foreach (var name in golden.Names("stat."))
                golden.Compare(name, all[name["stat.".Length..]], "forward");
        }
    }

    /// <summary>The output in evaluation only, of another layout of tokens.</summary>
    internal static void CheckOutput(
        GoldenCase golden,
        string output,
        Form form,
        string[] inputs,
        Func<Weights, SpikingContext, Func<Tensor[], Tensor>> build
    )
    {
        using var scope = new TensorScope();
        using var off = GradMode.Off();
        using var all = new StateDict();
        var module = build(all.Root, Context(golden));
        LoadParameters(golden, all);
        golden.Compare(output, form.From(module([.. inputs.Select(name => form.To(golden.Tensor("in." + name)))])), "forward");
    }
}
