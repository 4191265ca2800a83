using SpikeSharp.Models.Spike2Former;
using SpikeSharp.Testing;
using SpikeSharp.Torch;

namespace SpikeSharp.Tests.Golden.Spike2Former;

[Trait("Category", "Golden")]
public sealed class LossGoldenTests
{
    [SkippableTheory]
    [InlineData("spike2former/loss_ce")]
    public void The_class_loss_and_its_gradient_are_the_authors(string id)
    {
        using var golden = GoldenCase.Open(id);
        using var scope = new TensorScope();
        var logits = golden.Tensor("in.logits");
        logits.RequiresGrad = true;
        Check(golden, logits, MaskLosses.Class(logits, golden.Tensor("in.labels"), golden.Tensor("in.class_weight")));
    }

    [SkippableTheory]
    [InlineData("spike2former/loss_focal")]
    [InlineData("spike2former/loss_dice")]
    public void The_mask_losses_and_their_gradients_are_the_authors(string id)
    {
        using var golden = GoldenCase.Open(id);
        using var scope = new TensorScope();
        var (logits, targets) = (golden.Tensor("in.logits"), golden.Tensor("in.target").To(DType.Float32));
        logits.RequiresGrad = true;
        var count = logits.Size(0);
        var focal = id.EndsWith("loss_focal", StringComparison.Ordinal);
        Check(golden, logits, focal ? MaskLosses.Focal(logits, targets, count) : MaskLosses.Dice(logits, targets, count));
        var again = golden.Tensor("in.logits");
        again.RequiresGrad = true;
        var fused = MaskLosses.Resized(again, targets, count);
        Check(golden, again, focal ? fused.Focal : fused.Dice);
    }

    [SkippableTheory]
    [InlineData("spike2former/matching")]
    public void Queries_are_matched_as_the_authors_do(string id)
    {
        using var golden = GoldenCase.Open(id);
        using var scope = new TensorScope();
        var target = Targets(golden, "in.label_map", golden.Int("num_classes")).Single();
        golden.Compare("out.gt_labels", target.Labels);
        golden.Compare("out.gt_masks_full", target.Masks);
        var (classes, masks) = (golden.Tensor("in.scores"), golden.Tensor("in.masks"));
        var small = target.At(masks.Size(1), masks.Size(2));
        golden.Compare("out.gt_masks", small);
        var (cls, focal, dice) = QueryMatching.Costs(classes, masks, target.Labels, small);
        var weights = golden.Numbers("cost_weights");
        // The authors' parts carry their weights.
        golden.Compare("out.cost_class", cls * weights[0]);
        golden.Compare("out.cost_focal", focal * weights[1]);
        golden.Compare("out.cost_dice", dice * weights[2]);
        golden.Compare("out.cost", cls * weights[0] + focal * weights[1] + dice * weights[2]);
        var queries = QueryMatching.Match(classes, masks, target.Labels, small);
        Assert.Equal(
            golden.Doubles("out.row").Zip(golden.Doubles("out.col"), (row, col) => ((int)row, (int)col)).OrderBy(pair => pair.Item2),
            queries.Select((query, column) => (query, column))
        );
    }

    [SkippableTheory]
    [InlineData("spike2former/hungarian_9x4")]
    [InlineData("spike2former/hungarian_4x9")]
    [InlineData("spike2former/hungarian_6x6")]
    [InlineData("spike2former/hungarian_12x12")]
    public void The_assignment_is_the_cheapest(string id)
    {
        using var golden = GoldenCase.Open(id);
        var shape = golden.Shape("in.cost");
        var cost = new float[shape[0], shape[1]];
        Buffer.BlockCopy(golden.Floats("in.cost"), 0, cost, 0, cost.Length * sizeof(float));
        var rows = MinimumCost.Assign(cost);
        Assert.Equal(
            golden.Doubles("out.row").Zip(golden.Doubles("out.col"), (row, col) => ((int)row, (int)col)).OrderBy(pair => pair.Item2),
            rows.Select((row, column) => (row, column)).Where(pair => pair.row >= 0)
        );
        golden.Compare<double>("out.total", [rows.Select((row, column) => row < 0 ? 0.0 : cost[row, column]).Sum()]);
    }

    [SkippableTheory]
    [InlineData("spike2former/loss_all")]
    [InlineData("spike2former/loss_all_empty_image")]
    public void Every_supervised_output_has_the_authors_losses(string id)
    {
        using var golden = GoldenCase.Open(id);
        using var scope = new TensorScope();
        var (classes, masks) = (golden.Tensor("in.cls"), golden.Tensor("in.masks"));
        (classes.RequiresGrad, masks.RequiresGrad) = (true, true);
        var parts = new SetLoss(golden.Int("num_classes")).Compute(
            classes,
            masks,
            Targets(golden, "in.label_maps", golden.Int("num_classes"))
        );
        Compare(golden, parts, "forward");
        var total = parts.Select(part => part.Class + part.Mask + part.Dice).Aggregate((a, b) => a + b);
        golden.Compare("out.total", total.Reshape(1), "forward");
        total.Backward();
        golden.Compare("grad.cls", classes.Grad!, "grad");
        golden.Compare("grad.masks", masks.Grad!, "grad");
    }

    [SkippableFact]
    public void Rates_follow_the_authors_schedule()
    {
        var path = Path.Combine(TestData.Golden, "spike2former", "lr_schedule.json");
        Skip.IfNot(File.Exists(path), $"absent: {path}");
        using var file = System.Text.Json.JsonDocument.Parse(File.ReadAllText(path));
        var (root, small) = (file.RootElement, file.RootElement.GetProperty("small"));
        foreach (var factor in root.GetProperty("factor").EnumerateObject())
        {
            var iteration = long.Parse(factor.Name, System.Globalization.CultureInfo.InvariantCulture);
            Assert.Equal(
                factor.Value.GetDouble(),
                Spike2FormerRecipe.Factor(iteration, root.GetProperty("warm").GetInt64(), root.GetProperty("end").GetInt64()),
                1e-9
            );
        }
        var rows = small.GetProperty("factor").EnumerateArray().Select(row => row.GetDouble()).ToArray();
        for (var i = 0; i < rows.Length; i++)
            Assert.Equal(
                rows[i],
                Spike2FormerRecipe.Factor(i, small.GetProperty("warm").GetInt64(), small.GetProperty("end").GetInt64()),
                1e-9
            );
    }

    internal static MaskTargets[] Targets(GoldenCase golden, string name, int classes)
    {
        var shape = golden.Shape(name);
        var (height, width) = (shape[1], shape[2]);
        var labels = golden.Doubles(name).Select(label => (byte)label).ToArray();
        return
        [
            .. Enumerable
                .Range(0, shape[0])
                .Select(n => MaskTargets.Of(labels.AsSpan(n * height * width, height * width), classes, height, width)),
        ];
    }

    // The last output is named loss_*, those before it d0., d1., …
    internal static void Compare(GoldenCase golden, (Tensor Class, Tensor Mask, Tensor Dice)[] parts, string part)
    {
        for (var o = 0; o < parts.Length; o++)
        {
            var prefix = o == parts.Length - 1 ? "out." : $"out.d{o}.";
            golden.Compare(prefix + "loss_cls", parts[o].Class.Reshape(1), part);
            golden.Compare(prefix + "loss_mask", parts[o].Mask.Reshape(1), part);
            golden.Compare(prefix + "loss_dice", parts[o].Dice.Reshape(1), part);
        }
    }

    private static void Check(GoldenCase golden, Tensor logits, Tensor loss)
    {
        golden.Compare("out.loss", loss.Reshape(1));
        loss.Backward();
        golden.Compare("grad.logits", logits.Grad!);
    }
}
