namespace SpikeSharp.Onnx.Import.Reading;

/// <summary>A NodeProto.</summary>
internal sealed class OnnxNode
{
    private readonly List<string> _inputs = [],
        _outputs = [];
    private readonly Dictionary<string, OnnxAttribute> _attributes = new(StringComparer.Ordinal);
    private readonly string _name = "";

    public OnnxNode(ReadOnlyMemory<byte> message)
    {
        for (var field = new ProtobufReader(message); field.Next(); )
        {
            switch (field.Field)
            {
                case 1:
                    _inputs.Add(field.Text);
                    break;
                case 2:
                    _outputs.Add(field.Text);
                    break;
                case 3:
                    _name = field.Text;
                    break;
                case 4:
                    Operator = field.Text;
                    break;
                case 5:
                    Add(new OnnxAttribute(field.Bytes));
                    break;
                case 7:
                    Domain = field.Text;
                    break;
            }
        }
    }

    /// <summary>The node's name; of one without a name, that of its first result.</summary>
    public string Name => _name.Length > 0 ? _name : _outputs.Find(output => output.Length > 0) ?? "";

    public string Operator { get; } = "";

    public string Domain { get; } = "";

    /// <summary>What it reads; empty for an input left out.</summary>
    public IReadOnlyList<string> Inputs => _inputs;

    public IReadOnlyList<string> Outputs => _outputs;

    public OnnxAttribute? Attribute(string name) => _attributes.GetValueOrDefault(name);

    private void Add(OnnxAttribute attribute) => _attributes[attribute.Name] = attribute;
}
