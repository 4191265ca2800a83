using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Torch.Tests.Modules;

public sealed class BatchNormTests
{
    // b = torch.nn.BatchNorm2d(2); x = torch.arange(8.).reshape(2, 2, 1, 2) ** 2; b(x), b.running_mean, b.running_var; b.eval(); b(x)
    [Fact]
    public void Training_normalises_with_the_batch_and_evaluation_with_the_running_statistics()
    {
        using var scope = new TensorScope();
        using var model = new StateDict { Training = true };
        var norm = new BatchNorm(model.Root, 2);
        var x = Tensor.Range(0, 8).Square().Reshape(2, 2, 1, 2);
        TensorAssert.Equal(
            [-0.99999994, -0.904761851, -1.09852076, -0.830588877, 0.523809493, 1.38095236, 0.616243422, 1.31286645],
            norm.Call(x).Reshape(-1)
        );
        TensorAssert.Equal([1.05000007, 2.45000005], norm.RunningMean);
        TensorAssert.Equal([15.6000004, 47.3333359], norm.RunningVariance);
        Assert.Equal(1, norm.BatchesTracked.Item());
        model.Training = false;
        TensorAssert.Equal(
            [-0.265844017, -0.0126592517, 0.225293189, 0.952045441, 3.78511214, 6.06377506, 4.87650776, 6.76606369],
            norm.Call(x).Reshape(-1)
        );
        TensorAssert.Equal([1.05000007, 2.45000005], norm.RunningMean);
        Assert.Equal(1, norm.BatchesTracked.Item());
    }

    [Fact]
    public void Running_variance_is_unbiased_while_normalisation_is_not()
    {
        using var scope = new TensorScope();
        using var model = new StateDict { Training = true };
        var norm = new BatchNorm(model.Root, 1, eps: 0, momentum: 1);
        TensorAssert.Equal([-1, 1], norm.Call(Tensor.From([1f, 5], 2, 1, 1, 1)).Reshape(-1));
        TensorAssert.Equal([3], norm.RunningMean);
        TensorAssert.Equal([8], norm.RunningVariance);
    }
}
