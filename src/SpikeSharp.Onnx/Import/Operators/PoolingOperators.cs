using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Onnx.Import.Operators;

/// <summary>MaxPool and AveragePool.</summary>
internal static class PoolingOperators
{
    public static void Check(NodeImport node)
    {
        if (node.Gives(1))
            throw new NodeException(
                $"MaxPool '{node.Name}' returns indices; indices of accumulated spikes change over time and are not supported.",
                "E4"
            );
    }

    public static void MaxPool(NodeImport node)
    {
        var spatial = SpatialWindow.Read(node);
        Pool(node, spatial, new MaxPool(spatial.Window));
    }

    public static void AveragePool(NodeImport node)
    {
        var spatial = SpatialWindow.Read(node);
        Pool(node, spatial, new AveragePool(spatial.Window, node.Integer("count_include_pad", 0) != 0));
    }

    private static void Pool(NodeImport node, SpatialWindow spatial, Operation operation)
    {
        var channels = spatial.Layout.Channels;
        node.Chain().Then(operation, new(channels, spatial.OutputHeight, spatial.OutputWidth)).Give(0, spatial.Output(channels));
    }
}
