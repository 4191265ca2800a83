using SpikeSharp.Data.Batches;
using SpikeSharp.Data.Description;
using SpikeSharp.Data.Segmentation;
using SpikeSharp.Imaging;
using SpikeSharp.TaskLosses;
using SpikeSharp.Torch;

namespace SpikeSharp.Tests.TaskLosses;

public sealed class SegmentationLossTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("spikesharp-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void It_is_the_weighted_mean_over_pixels_in_a_class()
    {
        using var batch = Batch([0, 1, 255, 1, .. Enumerable.Repeat((ushort)255, 252)]);
        using var scope = new TensorScope();
        // Class 0 scores 0 everywhere, class 1 ln 3: probabilities ¼ and ¾.
        var map = Tensor.Cat([Tensor.Zeros([1, 1, 4, 4]), Tensor.Full([1, 1, 4, 4], Math.Log(3))], 1);
        Assert.Equal(-(Math.Log(0.25) + 2 * Math.Log(0.75)) / 3, new SegmentationLoss([1, 1]).Compute([map], batch).Parts[0], 1e-6);
        Assert.Equal(-(4 * Math.Log(0.25) + 2 * Math.Log(0.75)) / 6, new SegmentationLoss([4, 1]).Compute([map], batch).Parts[0], 1e-6);
    }

    [Fact]
    public void A_batch_without_a_pixel_in_a_class_has_a_loss_of_0_and_a_gradient()
    {
        using var batch = Batch([.. Enumerable.Repeat((ushort)255, 256)]);
        using var scope = new TensorScope();
        var map = Tensor.RandomNormal(1, 2, 4, 4);
        map.RequiresGrad = true;
        var loss = new SegmentationLoss([1, 1]).Compute([map], batch);
        loss.Total.Backward();
        Assert.Equal(0, loss.Parts[0]);
        Assert.Equal(0, map.Grad!.CountNonZero().Item());
    }

    private SegmentationBatch Batch(ushort[] values)
    {
        Directory.CreateDirectory(Path.Combine(_folder, "images"));
        Directory.CreateDirectory(Path.Combine(_folder, "masks"));
        foreach (var name in (string[])["a", "b"])
            new Image(16, 16).Save(Path.Combine(_folder, "images", $"{name}.png"));
        new ClassMap(16, 16, values).Save(Path.Combine(_folder, "masks", "a.png"));
        new ClassMap(16, 16, new ushort[256]).Save(Path.Combine(_folder, "masks", "b.png"));
        File.WriteAllText(Path.Combine(_folder, "data.yaml"), "train: images\nval: images\nnames: [a, b]\n");
        return new SegmentationValidationBatches(SegmentationData.Load(DataYaml.Load(_folder), "val"), 16, 1, 16, 3).Make(0);
    }
}
