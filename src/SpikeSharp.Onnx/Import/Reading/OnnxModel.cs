namespace SpikeSharp.Onnx.Import.Reading;

/// <summary>A ModelProto with its GraphProto: what the importer looks at of onnx.proto, by the numbers of its fields.</summary>
internal sealed class OnnxModel
{
    private const int MostNodes = 100_000,
        MostTensors = 1_000_000;

    private readonly List<OnnxNode> _nodes = [];
    private readonly List<OnnxTensor> _initialisers = [];
    private readonly List<OnnxPort> _inputs = [],
        _outputs = [];
    private readonly Dictionary<string, string> _metadata = new(StringComparer.Ordinal);
    private bool _hasGraph;

    private OnnxModel(ReadOnlyMemory<byte> message)
    {
        for (var field = new ProtobufReader(message); field.Next(); )
        {
            switch (field.Field)
            {
                case 7:
                    ReadGraph(field.Bytes);
                    break;
                case 8:
                    ReadOpset(field.Bytes);
                    break;
                case 14:
                    AddMetadata(field.Bytes);
                    break;
            }
        }
        if (!_hasGraph)
            throw new OnnxException("it is no ONNX file, or a damaged one: it holds no graph");
    }

    public string Name { get; private set; } = "";

    /// <summary>Version of ONNX's operators; 0 where the file tells none.</summary>
    public long Opset { get; private set; }

    public IReadOnlyList<OnnxNode> Nodes => _nodes;

    public IReadOnlyList<OnnxTensor> Initialisers => _initialisers;

    public IReadOnlyList<OnnxPort> Inputs => _inputs;

    public IReadOnlyList<OnnxPort> Outputs => _outputs;

    public IReadOnlyDictionary<string, string> Metadata => _metadata;

    /// <summary>Reads a file; the numbers of its tensors stay where they are.</summary>
    /// <exception cref="OnnxException">It is no ONNX file, or too large.</exception>
    public static OnnxModel Read(string path)
    {
        var length = new FileInfo(path).Length;
        if (length > Array.MaxLength)
            throw new OnnxException(
                $"it has {length / 1e9:F2} GB; an ONNX file has no more than 2 GB, and keeps larger weights beside it as external data"
            );
        return new OnnxModel(File.ReadAllBytes(path));
    }

    /// <summary>StringStringEntryProto.</summary>
    public static (string Key, string Value) Entry(ReadOnlyMemory<byte> message)
    {
        var (key, value) = ("", "");
        for (var field = new ProtobufReader(message); field.Next(); )
        {
            if (field.Field == 1)
                key = field.Text;
            else if (field.Field == 2)
                value = field.Text;
        }
        return (key, value);
    }

    // A message may come in parts: what another graph field holds is added.
    private void ReadGraph(ReadOnlyMemory<byte> message)
    {
        _hasGraph = true;
        for (var field = new ProtobufReader(message); field.Next(); )
        {
            switch (field.Field)
            {
                case 1:
                    _nodes.Add(new OnnxNode(field.Bytes));
                    break;
                case 2:
                    Name = field.Text;
                    break;
                case 5:
                    _initialisers.Add(new OnnxTensor(field.Bytes));
                    break;
                case 11:
                    _inputs.Add(new OnnxPort(field.Bytes));
                    break;
                case 12:
                    _outputs.Add(new OnnxPort(field.Bytes));
                    break;
                case 15:
                    throw new OnnxException("it holds sparse tensors, which are not read");
            }
            if (_nodes.Count > MostNodes)
                throw new OnnxException($"it has more than {MostNodes:N0} nodes");
            if (_initialisers.Count > MostTensors)
                throw new OnnxException($"it has more than {MostTensors:N0} tensors");
        }
    }

    private void ReadOpset(ReadOnlyMemory<byte> message)
    {
        var (domain, version) = ("", 0L);
        for (var field = new ProtobufReader(message); field.Next(); )
        {
            if (field.Field == 1)
                domain = field.Text;
            else if (field.Field == 2)
                version = (long)field.Number;
        }
        if (domain is "" or "ai.onnx")
            Opset = version;
    }

    private void AddMetadata(ReadOnlyMemory<byte> message)
    {
        var (key, value) = Entry(message);
        _metadata[key] = value;
    }
}
