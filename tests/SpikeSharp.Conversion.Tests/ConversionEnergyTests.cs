using SpikeSharp.Graph.Energy;
using SpikeSharp.Testing;

namespace SpikeSharp.Conversion.Tests;

public sealed class ConversionEnergyTests
{
    [Trait("Category", "Golden")]
    [SkippableTheory]
    [InlineData("spicalib/energy")]
    public void Operations_and_energy_agree(string id)
    {
        using var golden = GoldenCase.Open("spicalib", id["spicalib/".Length..]);
        using var numbers = golden.Json();
        var rel = numbers.RootElement.GetProperty("tolerance").GetProperty("rel").GetDouble();
        foreach (var network in numbers.RootElement.GetProperty("cases").EnumerateArray())
        {
            var config = network.GetProperty("config").GetString()!;
            using var of = GoldenCase.Open(
                "spicalib",
                Path.GetFileNameWithoutExtension(network.GetProperty("file").GetString()!) + "." + config
            );
            var counter = new OperationCounter(ConvertedNetworkGoldenTests.Convert(of, GoldenNetwork.Read(of)).Graph);
            foreach (var image in GoldenNetwork.Images(of, "input"))
                counter.Add(image);
            var energy = EnergyReport.Of(counter.Average(), EnergyModel.Float32);
            var layers = network.GetProperty("layers").EnumerateArray().ToArray();
            Assert.Equal(layers.Length, energy.Layers.Count);
            for (var i = 0; i < layers.Length; i++)
            {
                var (expected, count) = (layers[i], energy.Layers[i].Count);
                Near(expected.GetProperty("macs_per_image").GetDouble(), count.MacsPerStep);
                if (!expected.TryGetProperty("ac_ops_per_image_exact_fanout", out var accumulations))
                {
                    Assert.False(count.SeesSpikes);
                    Assert.Equal(1, count.Evaluations);
                    continue;
                }
                Near(accumulations.GetDouble(), count.Accumulations);
                Near(expected.GetProperty("input_rate_per_element_per_step").GetDouble(), count.MeanInput);
                Near(expected.GetProperty("ac_ops_per_image_rate_formula").GetDouble(), count.Macs * count.MeanInput);
            }
            const double millijoule = 1e-3;
            var totals = network.GetProperty("totals");
            Near(totals.GetProperty("ann_joule").GetDouble(), energy.Ann.Millijoules * millijoule);
            Near(totals.GetProperty("snn_joule_rate_formula").GetDouble(), energy.Millijoules * millijoule);
            Near(totals.GetProperty("snn_joule_exact_fanout").GetDouble(), energy.ExactMillijoules * millijoule);
            Near(totals.GetProperty("ratio_exact").GetDouble(), energy.ExactMillijoules / energy.Ann.Millijoules);
        }

        void Near(double expected, double got) => GoldenCase.Near(id, [expected], [got], 0, rel);
    }
}
