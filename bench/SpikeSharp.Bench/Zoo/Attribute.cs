namespace SpikeSharp.Bench.Zoo;

/// <summary>An AttributeProto: 2 a real, 3 a whole number, 4 a text, 5 a tensor, 8 whole numbers; 20 the type.</summary>
/// <param name="Message">The message.</param>
internal sealed record Attribute(Message Message)
{
    public static Attribute Of(string name, float real) => new(Named(name).Real(2, real).Number(20, 1));

    public static Attribute Of(string name, int whole) => new(Named(name).Number(3, whole).Number(20, 2));

    public static Attribute Of(string name, string text) => new(Named(name).Text(4, text).Number(20, 3));

    public static Attribute Of(string name, Constant tensor) => new(Named(name).Add(5, tensor.ToMessage("")).Number(20, 4));

    public static Attribute Of(string name, params int[] wholes)
    {
        var message = Named(name);
        foreach (var whole in wholes)
            message.Number(8, whole);
        return new(message.Number(20, 7));
    }

    private static Message Named(string name) => new Message().Text(1, name);
}
