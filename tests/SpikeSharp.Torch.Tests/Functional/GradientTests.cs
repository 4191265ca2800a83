using SpikeSharp.Torch.Functional;
using static SpikeSharp.Torch.Tests.FiniteDifferences;

namespace SpikeSharp.Torch.Tests.Functional;

public sealed class GradientTests
{
    private static readonly Dictionary<string, Action> Table = new()
    {
        ["convolution"] = () => Check(t => Layers.Convolution(t[0], t[1], t[2]), Normal(2, 3, 4, 5), Normal(2, 3, 3, 3), Normal(2)),
        ["convolution, stride and padding"] = () =>
            Check(t => Layers.Convolution(t[0], t[1], t[2], stride: 2, padding: 1), Normal(1, 2, 5, 6), Normal(3, 2, 3, 3), Normal(3)),
        ["convolution, groups"] = () =>
            Check(t => Layers.Convolution(t[0], t[1], null, padding: 1, groups: 2), Normal(1, 4, 3, 3), Normal(6, 2, 3, 3)),
        ["convolution, depthwise"] = () =>
            Check(t => Layers.Convolution(t[0], t[1], null, padding: 2, groups: 3), Normal(1, 3, 4, 4), Normal(3, 1, 5, 5)),
        ["batch norm, training"] = () => Check(t => BatchNorm(t, training: true), Normal(2, 3, 2, 2), Normal(3), Normal(3)),
        ["batch norm, evaluation"] = () => Check(t => BatchNorm(t, training: false), Normal(2, 3, 2, 2), Normal(3), Normal(3)),
        ["max pool"] = () => Check(t => Layers.MaxPool(t[0], 3, 2, 1), Normal(1, 2, 5, 5)),
        ["upsampling"] = () => Check(t => Layers.UpsampleNearest(t[0], 2), Normal(1, 2, 3, 2)),
        ["pad"] = () => Check(t => Layers.Pad(t[0], 1, 0.5), Normal(1, 2, 3, 2)),
        ["softmax"] = () => Check(t => Losses.Softmax(t[0], 1), Normal(3, 4)),
        ["log softmax"] = () => Check(t => Losses.LogSoftmax(t[0], -1), Normal(3, 4)),
        ["binary cross entropy"] = () =>
        {
            var target = Tensor.Random(3, 4).To(DType.Float64);
            Check(t => Losses.BinaryCrossEntropyWithLogits(t[0], target), Normal(3, 4));
        },
        ["clamp"] = () => Check(t => t[0].Clamp(-0.5, 0.5), Normal(10)),
        ["hardtanh"] = () => Check(t => t[0].HardTanh(-0.5, 0.5), Normal(10)),
        ["functions"] = () =>
            Check(
                t => t[0].Sigmoid() * t[0].Atan() + (t[0].Square() + 1.0).Log() - t[0].Exp().Sqrt() / (1.0 - t[0].Abs().Pow(1.5) * -1.0),
                Normal(10)
            ),
        ["matrix product"] = () => Check(t => t[0].MatMul(t[1]), Normal(2, 3), Normal(3, 4)),
        ["pieces"] = () =>
            Check(
                t =>
                    Tensor.Cat(
                        [t[0].Narrow(1, 0, 2), t[0].Select(1, 2).Unsqueeze(1), t[0].Flip(0).Transpose(0, 1).Contiguous().Reshape(2, -1)],
                        1
                    ),
                Normal(2, 3)
            ),
        ["picks"] = () =>
        {
            var at = Tensor.From([2L, 0, 0, 1], 2, 2);
            var (to, zeros) = (at.AtLeast(1).To(DType.Int64), Tensor.Zeros([2, 2], DType.Float64));
            Check(t => t[0].Gather(1, at) + t[0].TopK(2, 1).Values + zeros.ScatterAdd(1, to, t[1]), Normal(2, 3), Normal(2, 2));
        },
        ["overlap of boxes"] = () => Check(t => CIoU(t[0], t[1]), Boxes(5), Boxes(5)),
    };

    public static TheoryData<string> Cases() => [.. Table.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gradients_are_those_of_finite_differences(string name)
    {
        using var scope = new TensorScope();
        TorchRuntime.Seed(11);
        Table[name]();
    }

    private static Tensor BatchNorm(Tensor[] t, bool training) =>
        Layers.BatchNorm(t[0], t[1], t[2], Tensor.Full([3], 0.3, DType.Float64), Tensor.Full([3], 2, DType.Float64), training, 0.1, 1e-5);

    // Corners x1 y1 x2 y2 [N, 4] around one middle, so that all overlap.
    private static Tensor Boxes(long count)
    {
        var half = Tensor.Random(count, 2).To(DType.Float64) + 0.5;
        return Tensor.Cat([-half, half * 1.3], 1);
    }

    private static Tensor CIoU(Tensor a, Tensor b)
    {
        Tensor Column(Tensor t, long i) => t.Select(1, i);
        Tensor Overlap(long i) => Column(a, i + 2).Minimum(Column(b, i + 2)) - Column(a, i).Maximum(Column(b, i));
        Tensor Side(Tensor t, long i) => Column(t, i + 2) - Column(t, i);
        var inter = Overlap(0).ClampMin(0) * Overlap(1).ClampMin(0);
        var iou = inter / (Side(a, 0) * Side(a, 1) + Side(b, 0) * Side(b, 1) - inter + 1e-7);
        var hull = (Column(a, 2).Maximum(Column(b, 2)) - Column(a, 0).Minimum(Column(b, 0))).Square();
        var centres = (Column(a, 0) + Column(a, 2) - Column(b, 0) - Column(b, 2)).Square() / 4.0;
        var v = ((Side(a, 0) / Side(a, 1)).Atan() - (Side(b, 0) / Side(b, 1)).Atan()).Pow(2) * (4 / (Math.PI * Math.PI));
        return iou - centres / hull - v * v / (v - iou + (1 + 1e-7));
    }
}
