namespace SpikeSharp.Onnx.Import.Reading;

/// <summary>
/// The nodes that the outputs need, each after what it reads. Files should have them so, but not all do, and a hostile one need not.
/// </summary>
internal static class NodeOrder
{
    /// <summary>Sorts.</summary>
    /// <param name="model">The model.</param>
    /// <param name="given">Names that need no node: inputs and initialisers.</param>
    /// <exception cref="OnnxException">A name is given twice, by no one, or by a node that needs it itself.</exception>
    public static List<OnnxNode> Of(OnnxModel model, IReadOnlySet<string> given)
    {
        var producers = new Dictionary<string, OnnxNode>(StringComparer.Ordinal);
        foreach (var node in model.Nodes)
        {
            foreach (var output in node.Outputs.Where(output => output.Length > 0))
            {
                if (given.Contains(output) || !producers.TryAdd(output, node))
                    throw new OnnxException($"tensor '{output}' is given twice, the second time by node '{node.Name}'");
            }
        }
        var sorted = new List<OnnxNode>();
        var entered = new Dictionary<OnnxNode, bool>();
        // No recursion: a chain of nodes may be longer than the stack.
        var stack = new Stack<(OnnxNode Node, bool Leave)>();
        if (model.Outputs.Any(output => output.Name.Length == 0))
            throw new OnnxException("its graph has an output without a name");
        foreach (var output in model.Outputs)
            Enter(output.Name, "an output of the graph");
        return sorted;

        void Enter(string name, string reader)
        {
            if (given.Contains(name) || name.Length == 0)
                return;
            if (!producers.TryGetValue(name, out var first))
                throw Missing(name, reader);
            stack.Push((first, false));
            while (stack.TryPop(out var step))
            {
                if (step.Leave)
                {
                    entered[step.Node] = true;
                    sorted.Add(step.Node);
                    continue;
                }
                if (entered.ContainsKey(step.Node))
                    continue;
                entered[step.Node] = false;
                stack.Push((step.Node, true));
                foreach (var input in step.Node.Inputs)
                {
                    if (given.Contains(input) || input.Length == 0)
                        continue;
                    if (!producers.TryGetValue(input, out var producer))
                        throw Missing(input, $"node '{step.Node.Name}'");
                    if (!entered.TryGetValue(producer, out var done))
                        stack.Push((producer, false));
                    else if (!done)
                        throw new OnnxException($"its nodes form a cycle through node '{producer.Name}' ({producer.Operator})");
                }
            }
        }
    }

    private static OnnxException Missing(string name, string reader) => new($"{reader} wants tensor '{name}', which nothing gives");
}
