using SpikeSharp.Engine;
using SpikeSharp.Graph.Interpretation;
using SpikeSharp.Testing;

namespace SpikeSharp.Conversion.Tests;

public sealed class QuantisedTwinTests
{
    [Trait("Category", "Golden")]
    [SkippableTheory]
    [InlineData("spicalib/quant_equiv.cnn_exact")]
    [InlineData("spicalib/quant_equiv.res_exact")]
    [InlineData("spicalib/quant_equiv.seg_exact")]
    public void T_steps_are_one_pass_of_the_quantised_network(string id)
    {
        using var golden = GoldenCase.Open("spicalib", id["spicalib/".Length..]);
        var network = id["spicalib/quant_equiv.".Length..];
        using var ofNetwork = GoldenCase.Open("spicalib", network + ".g5");
        var ann = new SourceNetwork(GoldenNetwork.Read(ofNetwork));
        var scales = ann.Neurons.ToDictionary(name => name, name => ofNetwork.Floats($"g5.scale.{name}"));
        var images = GoldenNetwork.Images(ofNetwork, "input");
        foreach (var steps in golden.Numbers("T"))
        {
            var t = (int)steps;
            var spiking = ConvertedNetwork.Of(ann, null, ConversionOptions.Exact(t) with { GivenScales = scales }).Graph;
            var expected = golden.Doubles($"{network}.cumulative.T{t}");
            var bound = golden.Within("abs").Abs;
            using var engine = new SpikeEngine(spiking, new EngineOptions { Mode = EngineMode.Exact, Threads = 1 });
            using var quantised = new SpikeEngine(
                QuantisedTwin.Of(ann, scales, t),
                new EngineOptions { Mode = EngineMode.Exact, Threads = 1 }
            );
            var interpreter = new ReferenceInterpreter(spiking);
            var output = spiking.Outputs[0].Name;
            GoldenCase.Near(
                $"T = {t}, interpreter",
                expected,
                [.. images.SelectMany(image => interpreter.Run(image).Outputs[output].Reals.ToArray()).Select(y => t * y)],
                bound,
                0
            );
            GoldenCase.Near(
                $"T = {t}, engine",
                expected,
                [.. images.SelectMany(image => engine.Run(image, run => run.Output(output))).Select(y => (double)t * y)],
                bound * 10,
                0
            );
            GoldenCase.Near(
                $"T = {t}, one pass",
                expected,
                [.. images.SelectMany(image => quantised.Run(image, run => run.Output(output))).Select(y => (double)t * y)],
                bound * 10,
                0
            );
        }
    }
}
