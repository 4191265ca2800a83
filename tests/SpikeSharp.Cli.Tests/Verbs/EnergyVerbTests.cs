using System.Text.Json;

namespace SpikeSharp.Cli.Tests.Verbs;

[Collection(nameof(TinyNetwork))]
public sealed class EnergyVerbTests(TinyNetwork tiny)
{
    private JsonElement Energy(string model, params string[] more)
    {
        var json = tiny["energy.json"];
        var (code, _, errors) = TinyNetwork.Run(["energy", "--model", model, "--data", tiny.Data, "--json", json, .. more]);
        Assert.Equal((0, ""), (code, errors));
        return JsonDocument.Parse(File.ReadAllText(json)).RootElement;
    }

    [Fact]
    public void A_checkpoint_counts_as_its_graph_does_and_layers_add_up()
    {
        var graph = tiny["energy.spk.safetensors"];
        Assert.Equal(0, TinyNetwork.Run("compile", "--model", tiny.Checkpoint, "-o", graph).Code);
        var (a, b) = (Energy(tiny.Checkpoint), Energy(graph));
        Assert.Equal(a.GetProperty("layers").GetRawText(), b.GetProperty("layers").GetRawText());
        var total = a.GetProperty("millijoules").GetDouble();
        Assert.True(total > 0);
        Assert.Equal(total, a.GetProperty("layers").EnumerateArray().Sum(layer => layer.GetProperty("millijoules").GetDouble()), 1e-12);
        Assert.Equal(4, a.GetProperty("images").GetInt32());
        Assert.Equal(
            a.GetProperty("ann").GetProperty("millijoules").GetDouble(),
            a.GetProperty("macs_per_step").GetDouble() * 4.6e-9,
            1e-12
        );
    }

    [Fact]
    public void The_energy_of_an_operation_can_be_chosen_and_pictures_limited()
    {
        var (wide, narrow) = (Energy(tiny.Checkpoint, "--limit", "1"), Energy(tiny.Checkpoint, "--limit", "1", "--energy-model", "int8"));
        Assert.Equal(1, wide.GetProperty("images").GetInt32());
        Assert.Equal(wide.GetProperty("macs_per_step").GetDouble(), narrow.GetProperty("macs_per_step").GetDouble());
        Assert.Equal(
            wide.GetProperty("ann").GetProperty("millijoules").GetDouble() * 0.23 / 4.6,
            narrow.GetProperty("ann").GetProperty("millijoules").GetDouble(),
            1e-12
        );
    }

    [Fact]
    public void The_table_names_its_columns_and_the_formula_stands_below()
    {
        var (code, output, _) = TinyNetwork.Run("energy", "--model", tiny.Checkpoint, "--data", tiny.Data, "--limit", "1", "--imgsz", "32");
        Assert.Equal(0, code);
        foreach (
            var word in new[]
            {
                "NeuroBench-integer",
                "NeuroBench-binary",
                "paper formula",
                "eq. 16",
                "eq. 17",
                "ANN twin",
                "E_AC = 0.9 pJ",
                "\ntotal ",
            }
        )
            Assert.Contains(word, output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_ReLU_twin_costs_what_the_twin_costs()
    {
        var energy = Energy(tiny.Twin, "--limit", "1", "--imgsz", "32");
        Assert.Equal(1, energy.GetProperty("ann").GetProperty("ratio").GetDouble(), 1e-12);
    }

    [Fact]
    public void The_engine_counts_as_the_interpreter_does_but_for_a_flipped_spike()
    {
        JsonElement With(string engine) => Energy(tiny.Checkpoint, "--engine", engine, "--limit", "2");
        var (exact, reference) = (With("exact"), With("reference"));
        foreach (var name in new[] { "millijoules", "exact_millijoules", "accumulations", "macs_per_step" })
            Assert.Equal(1, exact.GetProperty(name).GetDouble() / reference.GetProperty(name).GetDouble(), 1e-3);
        var rates = exact.GetProperty("firing_rates").EnumerateArray().Zip(reference.GetProperty("firing_rates").EnumerateArray());
        Assert.All(rates, pair =>
            Assert.Equal(pair.Second.GetProperty("mean_integer").GetDouble(), pair.First.GetProperty("mean_integer").GetDouble(), 1e-3)
        );
        var updates = exact.GetProperty("neuro_bench").GetProperty("membrane_updates").GetDouble();
        Assert.Equal(1, updates / reference.GetProperty("neuro_bench").GetProperty("membrane_updates").GetDouble(), 1e-3);
        // Whole numbers in both: not one spike differs.
        Assert.Equal(With("binary").GetProperty("layers").GetRawText(), With("int8").GetProperty("layers").GetRawText());
    }
}
