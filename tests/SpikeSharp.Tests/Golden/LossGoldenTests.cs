using System.Text.Json;
using SpikeSharp.Models.SpikeYolo;
using SpikeSharp.Testing;
using SpikeSharp.Torch;

namespace SpikeSharp.Tests.Golden;

[Trait("Category", "Golden")]
public sealed class LossGoldenTests
{
    [SkippableTheory]
    [InlineData("loss_mixed")]
    [InlineData("loss_single")]
    [InlineData("loss_empty")]
    public void The_detection_loss_and_its_gradients_are_the_authors(string id)
    {
        using var golden = GoldenCase.Open("spikeyolo", id);
        using var scope = new TensorScope();
        Assert.Equal(SpikeDetect.Strides.Select(s => (double)s), golden.Numbers("strides"));
        Assert.Equal(SpikeDetect.RegMax, golden.Int("reg_max"));
        var maps = golden.Series("feat#").Select(golden.Tensor).ToArray();
        foreach (var map in maps)
            map.RequiresGrad = true;

        var loss = Compute(Gains(golden));
        loss.Total.Backward();
        golden.Compare(golden.Name("loss_total"), loss.Total);
        golden.Compare<double>(golden.Name("loss_items"), [loss.Box, loss.Class, loss.Dfl]);
        foreach (var (name, map) in golden.Series("grad#").Zip(maps))
            golden.Compare(name, map.Grad!);
        var bare = Compute(new LossGains(1, 1, 1));
        golden.Compare<double>(golden.Name("loss_items_without_gains"), [bare.Box, bare.Class, bare.Dfl]);

        LossParts Compute(LossGains gains) =>
            new DetectionLoss(golden.Int("nc"), gains, Assigner(golden.Params.GetProperty("assigner"))).Compute(maps, Targets(golden));
    }

    [SkippableTheory]
    [InlineData("assigner_mixed")]
    [InlineData("assigner_single")]
    public void The_task_aligned_assigner_chooses_as_the_authors(string id)
    {
        using var golden = GoldenCase.Open("spikeyolo", id);
        using var scope = new TensorScope();
        Tensor Input(string name) => golden.Tensor(golden.Name(name));
        var assigned = Assigner(golden.Params)
            .Assign(
                Input("pd_scores"),
                Input("pd_bboxes"),
                Input("anchor_points"),
                Input("gt_labels").To(DType.Int64),
                Input("gt_bboxes"),
                Input("mask_gt")
            );

        golden.Compare(golden.Name("target_labels"), assigned.Labels, "integers and masks");
        golden.Compare(golden.Name("target_gt_idx"), assigned.ObjectIndex, "integers and masks");
        golden.Compare(golden.Name("fg_mask"), assigned.Foreground, "integers and masks");
        golden.Compare(golden.Name("target_bboxes"), assigned.Boxes);
        golden.Compare(golden.Name("target_scores"), assigned.Scores);
    }

    internal static DetectionTargets Targets(GoldenCase golden) =>
        new(
            golden.Floats(golden.Name("batch_idx")).Select(v => (int)v).ToArray(),
            golden.Floats(golden.Name("cls")).Select(v => (int)v).ToArray(),
            golden.Floats(golden.Name("bboxes_xywhn"))
        );

    internal static LossGains Gains(GoldenCase golden)
    {
        var gains = golden.Params.GetProperty("gains");
        return new LossGains(
            gains.GetProperty("box").GetDouble(),
            gains.GetProperty("cls").GetDouble(),
            gains.GetProperty("dfl").GetDouble()
        );
    }

    private static TaskAlignedAssigner Assigner(JsonElement p) =>
        new(
            p.GetProperty("topk").GetInt32(),
            p.GetProperty("alpha").GetDouble(),
            p.GetProperty("beta").GetDouble(),
            p.GetProperty("eps").GetDouble()
        );
}
