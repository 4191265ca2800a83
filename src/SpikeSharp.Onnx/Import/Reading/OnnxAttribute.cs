namespace SpikeSharp.Onnx.Import.Reading;

/// <summary>An AttributeProto. A graph inside it, as loops and branches have, is not read.</summary>
internal sealed class OnnxAttribute
{
    private readonly List<long> _integers = [];
    private readonly List<float> _reals = [];

    public OnnxAttribute(ReadOnlyMemory<byte> message)
    {
        for (var field = new ProtobufReader(message); field.Next(); )
        {
            switch (field.Field)
            {
                case 1:
                    Name = field.Text;
                    break;
                case 2:
                    Real = field.Real;
                    break;
                case 3:
                    Integer = (long)field.Number;
                    break;
                case 4:
                    Text = field.Text;
                    break;
                case 5:
                    Tensor = new OnnxTensor(field.Bytes);
                    break;
                case 7:
                    AddReals(field);
                    break;
                case 8:
                    field.AddTo(_integers);
                    break;
            }
        }
    }

    public string Name { get; } = "";

    public float Real { get; }

    public long Integer { get; }

    public string Text { get; } = "";

    public OnnxTensor? Tensor { get; }

    public IReadOnlyList<long> Integers => _integers;

    public IReadOnlyList<float> Reals => _reals;

    private void AddReals(ProtobufReader field)
    {
        if (!field.HasLength)
            _reals.Add(field.Real);
        for (var at = 0; at + sizeof(float) <= field.Bytes.Length; at += sizeof(float))
            _reals.Add(BitConverter.ToSingle(field.Bytes.Span[at..]));
    }
}
