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
        var prefix = id["loss_".Length..];
        var gains = golden.Params.GetProperty("gains");
        var (box, cls, dfl) = (gains.GetProperty("box").GetDouble(), gains.GetProperty("cls").GetDouble(), gains.GetProperty("dfl").GetDouble());
        var maps = Enumerable.Range(0, 3).Select(i => golden.Tensor($"{prefix}/feat{i}")).ToArray();
        foreach (var map in maps) map.RequiresGrad = true;

        var loss = new DetectionLoss(golden.Int("nc"), new LossGains(box, cls, dfl), Assigner(golden.Params.GetProperty("assigner"))).Compute(maps, Targets(golden, $"{prefix}/"));
        loss.Total.Backward();

        GoldenCase.Near("loss_total", golden.Doubles($"{prefix}/loss_total"), [loss.Total.Item()], golden.Abs, golden.Rel);
        GoldenCase.Near("loss_items", golden.Doubles($"{prefix}/loss_items"), [loss.Box, loss.Class, loss.Dfl], golden.Abs, golden.Rel);
        GoldenCase.Near("without gains", golden.Doubles($"{prefix}/loss_items_without_gains"), [loss.Box / box, loss.Class / cls, loss.Dfl / dfl], golden.Abs, golden.Rel);
        for (var i = 0; i < 3; i++) golden.Compare($"{prefix}/grad{i}", maps[i].Grad!);
    }

    [SkippableTheory]
    [InlineData("assigner_mixed")]
    [InlineData("assigner_single")]
    public void The_task_aligned_assigner_chooses_as_the_authors(string id)
    {
        using var golden = GoldenCase.Open("spikeyolo", id);
        using var scope = new TensorScope();
        var assigned = Assigner(golden.Params).Assign(
            golden.Tensor($"{id}/pd_scores"), golden.Tensor($"{id}/pd_bboxes"), golden.Tensor($"{id}/anchor_points"),
            golden.Tensor($"{id}/gt_labels").To(DType.Int64), golden.Tensor($"{id}/gt_bboxes"), golden.Tensor($"{id}/mask_gt"));

        golden.Compare($"{id}/target_labels", assigned.Labels, abs: 0);
        golden.Compare($"{id}/target_gt_idx", assigned.ObjectIndex, abs: 0);
        golden.Compare($"{id}/fg_mask", assigned.Foreground, abs: 0);
        golden.Compare($"{id}/target_bboxes", assigned.Boxes);
        golden.Compare($"{id}/target_scores", assigned.Scores);
    }

    internal static DetectionTargets Targets(GoldenCase golden, string prefix) => new(
        golden.Floats($"{prefix}batch_idx").Select(v => (int)v).ToArray(),
        golden.Floats($"{prefix}cls").Select(v => (int)v).ToArray(),
        golden.Floats($"{prefix}bboxes_xywhn"));

    private static TaskAlignedAssigner Assigner(System.Text.Json.JsonElement p) =>
        new(p.GetProperty("topk").GetInt32(), p.GetProperty("alpha").GetDouble(), p.GetProperty("beta").GetDouble(), p.GetProperty("eps").GetDouble());
}
