using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Graph.Format;

/// <summary>Every kind of operation a file may hold: its word and how it is read.</summary>
internal static class OperationCatalogue
{
    private static readonly Dictionary<string, Func<OperationFields, Operation>> s_readers = new(StringComparer.Ordinal)
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
    };

    internal static Operation Read(string word, OperationFields fields) =>
        s_readers.TryGetValue(word, out var read) ? read(fields) : throw fields.Error($"operation '{word}' is unknown to this version");
}
