using System.Runtime.InteropServices;

namespace SpikeSharp.Bench.Zoo;

/// <summary>A TensorProto.</summary>
/// <param name="Sizes">Its shape.</param>
/// <param name="Type">Of TensorProto.DataType: 1 float32, 7 int64.</param>
/// <param name="Bytes">Its numbers.</param>
internal sealed record Constant(int[] Sizes, int Type, byte[] Bytes)
{
    public static Constant Of(int[] sizes, float[] numbers) => new(sizes, 1, MemoryMarshal.AsBytes<float>(numbers).ToArray());

    public static Constant Reals(params float[] numbers) => Of([numbers.Length], numbers);

    public static Constant Real(float number) => Of([], [number]);

    public static Constant Wholes(params long[] numbers) => new([numbers.Length], 7, MemoryMarshal.AsBytes<long>(numbers).ToArray());

    public static Constant Whole(long number) => Wholes(number) with { Sizes = [] };

    /// <summary>The same numbers without their sign, and none of them 0.</summary>
    public static Constant Positive(Constant reals) =>
        Of(reals.Sizes, [.. MemoryMarshal.Cast<byte, float>(reals.Bytes).ToArray().Select(x => (float)(Math.Abs((double)x) + 0.1))]);

    /// <summary>The message.</summary>
    /// <param name="name">Its name in the graph; empty for an attribute's.</param>
    public Message ToMessage(string name)
    {
        var message = new Message();
        foreach (var size in Sizes)
            message.Number(1, size);
        return message.Number(2, Type).Text(8, name).Bytes(9, Bytes);
    }
}
