using System.Text.Json;
using SpikeSharp.Graph.Energy;
using SpikeSharp.Testing;

namespace SpikeSharp.Graph.Tests.Energy;

public sealed class EnergyTests
{
    [SkippableTheory]
    [InlineData("energy")]
    [Trait("Category", "Golden")]
    public void The_published_rates_give_the_published_millijoules(string id)
    {
        using var golden = GoldenCase.Open("spikeyolo", id);
        using var document = golden.Json();
        var root = document.RootElement;
        var model = new EnergyModel(golden.Double("E_MAC_pJ"), golden.Double("E_AC_pJ"));
        var (abs, rel) = golden.Within();
        double macs = 0,
            workbook = 0,
            spiking = 0;
        foreach (var (i, row) in root.GetProperty("rows").EnumerateArray().Index())
        {
            double layer = Macs(row),
                rate = row.GetProperty("input_rate").GetDouble();
            macs += layer;
            workbook += model.Spiking(layer, rate);
            spiking += i == 0 ? model.Dense(layer) : model.Spiking(layer, rate);
        }
        Near("total_macs", macs);
        Near("snn_mJ_as_in_workbook", workbook);
        Near("snn_mJ_first_layer_at_E_MAC", spiking);
        Near("ann_mJ_all_macs", model.Dense(macs));

        void Near(string name, double got) => GoldenCase.Near(name, [root.GetProperty(name).GetDouble()], [got], abs, rel);
    }

    private static double Macs(JsonElement row)
    {
        int stride = Get("stride"),
            k = Get("k");
        var outputs = (double)(Get("hin") / stride) * (Get("win") / stride);
        return (double)k * k * Get("cin") * Get("cout") * outputs / Get("groups");

        int Get(string name) => row.GetProperty(name).GetInt32();
    }

    [Fact]
    public void Presets_are_those_of_45_nm()
    {
        Assert.Equal((4.6, 0.9), (EnergyModel.Float32.MacPicojoules, EnergyModel.Float32.AcPicojoules));
        Assert.Equal((1.5, 0.4), (EnergyModel.Float16.MacPicojoules, EnergyModel.Float16.AcPicojoules));
        Assert.Equal((0.23, 0.03), (EnergyModel.Int8.MacPicojoules, EnergyModel.Int8.AcPicojoules));
    }

    [Fact]
    public void A_network_costs_its_first_layer_once_its_spikes_T_times_and_its_ann_twin_every_mac_once()
    {
        var counter = new OperationCounter(Graphs.Small(timeSteps: 2));
        counter.Add(Graphs.Image(new Random(3), 3, 8, 8));
        var counts = counter.Average();
        var report = EnergyReport.Of(counts, EnergyModel.Float32);
        double first = 9 * 3 * 4 * 16,
            second = 16 * 16,
            third = 9 * 8 * 64;
        var wanted = 4.6e-9 * first + 0.9e-9 * 2 * (second * counts.Layers[1].MeanInput + third * counts.Layers[2].MeanInput);
        Assert.Equal(wanted, report.Millijoules, 1e-15);
        Assert.Equal(4.6e-9 * (first + second + third), report.Ann.Millijoules, 1e-15);
        Assert.Equal(first + second + third, report.Ann.Macs);
        Assert.Equal(report.Ann.Millijoules / report.Millijoules, report.Ann.Ratio, 1e-12);
        Assert.Equal(4.6e-9 * first + 0.9e-9 * counts.Accumulations, report.ExactMillijoules, 1e-15);
        var repeated = EnergyReport.Of(counts, EnergyModel.Float32 with { RepeatStaticLayers = true });
        Assert.Equal(wanted + 4.6e-9 * first, repeated.Millijoules, 1e-15);
    }
}
