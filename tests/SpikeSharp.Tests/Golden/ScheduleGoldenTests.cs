using System.Text.Json;
using SpikeSharp.Models.SpikeYolo;
using SpikeSharp.Neurons;
using SpikeSharp.Testing;
using SpikeSharp.Training;

namespace SpikeSharp.Tests.Golden;

[Trait("Category", "Golden")]
public sealed class ScheduleGoldenTests
{
    [SkippableTheory]
    [InlineData("schedule")]
    public void Rates_momentum_and_accumulation_are_the_authors(string id)
    {
        using var golden = GoldenCase.Open("spikeyolo", id);
        using var file = golden.Json();
        var (abs, rel) = golden.Within();
        foreach (var name in golden.Words("expected"))
        {
            var expected = file.RootElement.GetProperty(name);
            if (expected.ValueKind == JsonValueKind.Object)
                CompareRecipe(name, expected, abs, rel);
            else
                CompareAverage(expected, abs, rel);
        }
    }

    private static void CompareRecipe(string name, JsonElement recipe, double abs, double rel)
    {
        double Number(string key) => recipe.GetProperty(key).GetDouble();
        var batches = recipe.GetProperty("batches_per_epoch").GetInt32();
        var schedule = new TrainingSchedule(
            new TrainOptions
            {
                Data = "",
                RunFolder = "",
                Network = new SpikeYoloOptions(SpikeYoloVariant.All[0], 1, new NeuronOptions()),
                Epochs = recipe.GetProperty("epochs").GetInt32(),
                Lr0 = Number("lr0"),
                Lrf = Number("lrf"),
                WarmupEpochs = Number("warmup_epochs"),
                Batch = recipe.GetProperty("batch").GetInt32(),
                NominalBatch = recipe.GetProperty("nbs").GetInt32(),
                WeightDecay = Number("weight_decay"),
            },
            batches
        );
        GoldenCase.Near($"{name}, weight decay", [Number("scaled_weight_decay")], [schedule.ScaledWeightDecay], abs, rel);
        foreach (var row in recipe.GetProperty("rows").EnumerateArray())
        {
            var (iteration, epoch) = (row.GetProperty("iteration").GetInt32(), row.GetProperty("epoch").GetInt32());
            var got = schedule.At(epoch, iteration - epoch * batches);
            double[] expected =
            [
                .. ((string[])["lr_bias", "lr_weight", "lr_bn", "momentum", "accumulate"]).Select(n => row.GetProperty(n).GetDouble()),
            ];
            GoldenCase.Near(
                $"{name}, iteration {iteration}",
                expected,
                [got.BiasRate, got.WeightRate, got.WeightRate, got.Momentum, got.Accumulate],
                abs,
                rel
            );
        }
    }

    private static void CompareAverage(JsonElement rows, double abs, double rel)
    {
        foreach (var row in rows.EnumerateArray())
            GoldenCase.Near(
                "ema",
                [row.GetProperty("decay").GetDouble()],
                [TrainingSchedule.EmaDecay(row.GetProperty("update").GetInt64())],
                abs,
                rel
            );
    }
}
