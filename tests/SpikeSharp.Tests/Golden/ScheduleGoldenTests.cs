using System.Text.Json;
using SpikeSharp.Models.SpikeYolo;
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
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(golden.Folder, "schedule.json")));
        foreach (var recipe in new[] { "coco_recipe", "small" }) Compare(file.RootElement.GetProperty(recipe), golden.Rel);
        foreach (var row in file.RootElement.GetProperty("ema").EnumerateArray())
            GoldenCase.Near("ema", [row.GetProperty("decay").GetDouble()], [TrainingSchedule.EmaDecay(row.GetProperty("update").GetInt64())], 0, golden.Rel);
    }

    private static void Compare(JsonElement recipe, double rel)
    {
        double Number(string name) => recipe.GetProperty(name).GetDouble();
        var batches = recipe.GetProperty("batches_per_epoch").GetInt32();
        var schedule = new TrainingSchedule(
            new TrainOptions
            {
                Data = "", RunFolder = "", Variant = SpikeYoloVariant.All[0], Epochs = recipe.GetProperty("epochs").GetInt32(), Lr0 = Number("lr0"), Lrf = Number("lrf"),
                WarmupEpochs = Number("warmup_epochs"), Batch = recipe.GetProperty("batch").GetInt32(), NominalBatch = recipe.GetProperty("nbs").GetInt32(),
                WeightDecay = Number("weight_decay"),
            },
            batches);
        GoldenCase.Near("weight decay", [Number("scaled_weight_decay")], [schedule.ScaledWeightDecay], 0, rel);
        foreach (var row in recipe.GetProperty("rows").EnumerateArray())
        {
            var (iteration, epoch) = (row.GetProperty("iteration").GetInt32(), row.GetProperty("epoch").GetInt32());
            var got = schedule.At(epoch, iteration - epoch * batches);
            double[] expected = [.. ((string[])["lr_bias", "lr_weight", "lr_bn", "momentum", "accumulate"]).Select(n => row.GetProperty(n).GetDouble())];
            GoldenCase.Near($"iteration {iteration}", expected, [got.BiasRate, got.WeightRate, got.WeightRate, got.Momentum, got.Accumulate], 0, rel);
        }
    }
}
