using SpikeSharp.Torch.Functional;

namespace SpikeSharp.Torch.Tests.Functional;

public sealed class LayersTests
{
    private static readonly Dictionary<string, TypedCase> Table = new()
    {
        ["cross-correlation, not convolution"] = new(() => Layers.Convolution(X(), K()), [3, 4], [1, 1, 1, 2]),
        ["bias"] = new(() => Layers.Convolution(X(), K(), Tensor.From([0.5f], 1)), [3.5, 4.5], [1, 1, 1, 2]),
        ["padding of zeros, stride"] = new(() => Layers.Convolution(X(), K(), null, stride: 2, padding: 1), [0, 1, 0, 0], [1, 1, 2, 2]),
        ["groups"] = new(
            () => Layers.Convolution(Tensor.From([1f, 2, 3, 4], 1, 4, 1, 1), Tensor.From([1f, 10, 100, 1000], 2, 2, 1, 1), groups: 2),
            [21, 4300],
            [1, 2, 1, 1]
        ),
        ["max pool, −∞ outside"] = new(() => Layers.MaxPool(-X(), 3, 2, 1), [0, -1], [1, 1, 1, 2]),
        ["upsampling"] = new(
            () => Layers.UpsampleNearest(X(), 2),
            [0, 0, 1, 1, 2, 2, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 3, 3, 4, 4, 5, 5],
            [1, 1, 4, 6]
        ),
        ["bilinear upsampling, by pixel centres"] = new(
            () => Layers.UpsampleBilinear(Tensor.From([0f, 4], 1, 1, 1, 2), 1, 4),
            [0, 1, 3, 4],
            [1, 1, 1, 4]
        ),
        ["cross entropy, weighted, without the ignored"] = TypedCase.Of(
            () =>
                Losses
                    .CrossEntropySum(
                        Tensor.From([0f, MathF.Log(3), 0, MathF.Log(3), 9, 9], 3, 2),
                        Tensor.From([0L, 1, 7], 3),
                        Tensor.From([2f, 1], 2),
                        7
                    )
                    .Reshape(1),
            -2 * Math.Log(0.25) - Math.Log(0.75)
        ),
        ["pad"] = new(() => Layers.Pad(X().Narrow(3, 0, 1), 1, 9), [9, 9, 9, 9, 0, 9, 9, 3, 9, 9, 9, 9], [1, 1, 4, 3]),
        ["softmax"] = TypedCase.Of(() => Losses.Softmax(Tensor.From([0f, MathF.Log(3)], 2), 0), 0.25, 0.75),
        ["softmax of large numbers"] = TypedCase.Of(() => Losses.Softmax(Tensor.From([1e30f, 1e30f], 2), 0), 0.5, 0.5),
        ["log softmax"] = TypedCase.Of(() => Losses.LogSoftmax(Tensor.From([0f, MathF.Log(3)], 2), 0), Math.Log(0.25), Math.Log(0.75)),
        ["binary cross entropy"] = TypedCase.Of(
            () => Losses.BinaryCrossEntropyWithLogits(Tensor.From([0f, 2, -2, 500], 4), Tensor.From([1f, 0.25f, 0, 0], 4)),
            Math.Log(2),
            Math.Log(1 + Math.Exp(2)) - 0.5,
            Math.Log(1 + Math.Exp(-2)),
            500
        ),
    };

    public static TheoryData<string> Cases() => [.. Table.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Layers_give_the_numbers_computed_by_hand(string name) => Table[name].Check();

    [Fact]
    public void Batch_norm_evaluates_with_running_statistics_and_leaves_them()
    {
        using var scope = new TensorScope();
        var (mean, variance) = (Tensor.From([1f], 1), Tensor.From([3f], 1));
        var x = Tensor.From([3f], 1, 1, 1, 1);
        var y = Layers.BatchNorm(x, Tensor.From([2f], 1), Tensor.From([10f], 1), mean, variance, training: false, 0.1, 1);
        TensorAssert.Equal([12], y);
        TensorAssert.Equal([1, 3], Tensor.Cat([mean, variance], 0));
    }

    [Fact]
    public void Batch_norm_does_not_train_on_a_single_value()
    {
        using var scope = new TensorScope();
        Tensor Of(double value) => Tensor.Full([4], value);
        var variance = Of(1);
        var x = Tensor.Ones([1, 4, 1, 1]);
        var error = Assert.Throws<ShapeException>(() => Layers.BatchNorm(x, Of(1), Of(0), Of(0), variance, true, 0.1, 1e-5));
        Assert.Equal("batch normalisation: expected more than one value a channel to train on, found Float32[1, 4, 1, 1]", error.Message);
        TensorAssert.Equal([1, 1, 1, 1], variance);
    }

    [Fact]
    public void Layers_refuse_what_does_not_fit_with_the_shapes()
    {
        using var scope = new TensorScope();
        Assert.StartsWith(
            "conv2d(Float32[1, 1, 2, 3], Float32[1, 2, 1, 1]",
            Refused(() => Layers.Convolution(X(), Tensor.Ones([1, 2, 1, 1])))
        );
        Assert.StartsWith("max_pool2d(", Refused(() => Layers.MaxPool(X(), 2, 1, 2)));
        Assert.Throws<ShapeException>(() => Layers.UpsampleNearest(Tensor.Ones([2, 2]), 2));
        static string Refused(Func<Tensor> call) => Assert.Throws<TorchException>(() => call()).Message;
    }

    private static Tensor X() => Tensor.Range(0, 6).Reshape(1, 1, 2, 3);

    private static Tensor K() => Tensor.From([0f, 0, 1, 0], 1, 1, 2, 2);
}
