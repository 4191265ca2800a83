namespace SpikeSharp.Graph.Operations;

/// <summary>Every kind of operation a file may hold: its word and how it is read.</summary>
internal static class OperationCatalogue
{
    private static readonly Dictionary<string, Func<OperationFields, Operation>> Readers = new(StringComparer.Ordinal)
    {
        [Input.Word] = Input.Read,
        [Convolution.Word] = Convolution.Read,
        [Neuron.Word] = Neuron.Read,
        [Add.Word] = Add.Read,
        [Concat.Word] = Concat.Read,
        [MaxPool.Word] = MaxPool.Read,
        [Upsample.Word] = Upsample.Read,
        [TimeMean.Word] = TimeMean.Read,
        [DetectionHead.Word] = DetectionHead.Read,
        [AveragePool.Word] = AveragePool.Read,
        [Reduce.Word] = Reduce.Read,
        [Pad.Word] = Pad.Read,
        [Spread.Word] = Spread.Read,
        [Slice.Word] = Slice.Read,
        [Gather.Word] = Gather.Read,
        [Reshape.Word] = Reshape.Read,
        [Permute.Word] = Permute.Read,
        [Constant.Word] = Constant.Read,
        [Affine.Word] = Affine.Read,
        [Resize.Word] = Resize.Read,
        [Activation.Word] = Activation.Read,
        [Softmax.Word] = Softmax.Read,
        [Combine.Word] = Combine.Read,
        [ArgMax.Word] = ArgMax.Read,
        [AttentionProduct.Word] = AttentionProduct.Read,
        [DeformableSampling.Word] = DeformableSampling.Read,
        [MaskProduct.Word] = MaskProduct.Read,
        [ResizeLike.Word] = ResizeLike.Read,
        [SinePositions.Word] = SinePositions.Read,
        [ChannelsLast.Word] = ChannelsLast.Read,
        [SemanticHead.Word] = SemanticHead.Read,
    };

    internal static Operation Read(string word, OperationFields fields) =>
        Readers.TryGetValue(word, out var read) ? read(fields) : throw fields.Error($"operation '{word}' is unknown to this version");
}
