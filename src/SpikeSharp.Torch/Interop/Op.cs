using System.Runtime.InteropServices;
using System.Text;

namespace SpikeSharp.Torch.Interop;

/// <summary>
/// One ATen operator, called by name through the dispatcher with boxed arguments: the schema converts them and fills in what is missing.
/// Boxed calls resolve no overloads, so the name of one belongs to it ("add", "Tensor").
/// </summary>
/// <param name="name">Operator name, such as "conv2d".</param>
/// <param name="overload">Overload name, such as "Tensor"; empty for operators with one form.</param>
public sealed unsafe class Op(string name, string overload = "")
{
    private nint _handle;

    /// <summary>Name and overload, as in a schema.</summary>
    public string Name => overload.Length == 0 ? name : $"{name}.{overload}";

    /// <summary>The schema's text, for checks.</summary>
    public string Schema => Marshal.PtrToStringUTF8((nint)Native.ss_op_schema(Handle)) ?? throw new TorchException(Name, Native.LastError);

    private nint Handle
    {
        get
        {
            if (_handle == 0 && (_handle = Native.ss_op(name, overload)) == 0)
                throw new TorchException(Name, Native.LastError);
            return _handle;
        }
    }

    /// <summary>Calls an operator that returns one tensor.</summary>
    /// <exception cref="TorchException">libtorch refused: the message names the operator and the shapes.</exception>
    public Tensor Call(params ReadOnlySpan<Value> arguments)
    {
        NativeValue* results;
        var count = Invoke(arguments, &results);
        Expect(1, results, count);
        return new Tensor((nint)results->Bits);
    }

    /// <summary>Calls an operator that returns several tensors (a tuple, or a list).</summary>
    public Tensor[] CallMany(params ReadOnlySpan<Value> arguments)
    {
        NativeValue* results;
        var count = Invoke(arguments, &results);
        Expect(count, results, count);
        var tensors = new Tensor[count];
        for (var i = 0; i < tensors.Length; i++)
            tensors[i] = new Tensor((nint)results[i].Bits);
        return tensors;
    }

    /// <summary>Calls an operator that returns two tensors.</summary>
    public (Tensor First, Tensor Second) CallTwo(params ReadOnlySpan<Value> arguments)
    {
        NativeValue* results;
        var count = Invoke(arguments, &results);
        Expect(2, results, count);
        return (new Tensor((nint)results[0].Bits), new Tensor((nint)results[1].Bits));
    }

    /// <summary>Calls an operator that returns a number.</summary>
    public double CallNumber(params ReadOnlySpan<Value> arguments)
    {
        NativeValue* results;
        var count = Invoke(arguments, &results);
        if (count == 1 && results->Tag == Tag.Float)
            return results->Number;
        if (count == 1 && results->Tag is Tag.Int or Tag.Bool)
            return results->Bits;
        Free(results, count);
        throw new TorchException(Name, "returned no number");
    }

    /// <summary>Calls an operator for its effect: what it returns (an alias, when in place) is dropped.</summary>
    public void Do(params ReadOnlySpan<Value> arguments)
    {
        NativeValue* results;
        var count = Invoke(arguments, &results);
        Free(results, count);
    }

    // Every result is a reference that somebody must free: those that the caller did not expect are freed here.
    private void Expect(int wanted, NativeValue* results, int count)
    {
        var tensors = 0;
        for (var i = 0; i < count; i++)
            if (results[i].Tag == Tag.Tensor)
                tensors++;
        if (tensors == wanted && count == wanted)
            return;
        Free(results, count);
        throw new TorchException(Name, $"returned {tensors} tensors and {count - tensors} other values, not {wanted} tensors");
    }

    private static void Free(NativeValue* results, int count)
    {
        for (var i = 0; i < count; i++)
            if (results[i].Tag == Tag.Tensor)
                Native.ss_free((nint)results[i].Bits);
    }

    private int Invoke(ReadOnlySpan<Value> arguments, NativeValue** results)
    {
        // Lists are copied to one buffer on the stack; the argument values point into it.
        var words = 0;
        foreach (ref readonly var argument in arguments)
            words += Words(argument);
        if (words > 4096)
            return InvokeWith(arguments, new long[words], results);
        Span<long> lists = stackalloc long[words];
        return InvokeWith(arguments, lists, results);
    }

    private int InvokeWith(ReadOnlySpan<Value> arguments, Span<long> lists, NativeValue** results)
    {
        var natives = stackalloc NativeValue[arguments.Length];
        fixed (long* start = lists)
        {
            var free = start;
            for (var i = 0; i < arguments.Length; i++)
            {
                natives[i] = ToNative(arguments[i], free);
                free += Words(arguments[i]);
            }
            var count = Native.ss_call(Handle, natives, arguments.Length, results);
            foreach (ref readonly var argument in arguments)
                GC.KeepAlive(argument.Reference);
            if (count >= 0)
                return count;
            var reason = Native.LastError; // before describing, which calls libtorch again
            throw new TorchException(Describe(arguments), reason);
        }
    }

    private static int Words(in Value value) =>
        value.Tag switch
        {
            < Tag.Ints => 0,
            Tag.String => (Encoding.UTF8.GetByteCount((string)value.Reference!) + 7) / 8,
            _ => ((Array)value.Reference!).Length,
        };

    private static NativeValue ToNative(in Value value, long* list)
    {
        var native = new NativeValue
        {
            Tag = value.Tag,
            Count = 1,
            Bits = value.Bits,
        };
        if (value.Tag == Tag.Tensor)
            native.Bits = ((Tensor)value.Reference!).Handle;
        if (value.Tag < Tag.Ints)
            return native;
        native.Bits = (long)list;
        switch (value.Reference)
        {
            case long[] ints:
                ints.CopyTo(new Span<long>(list, ints.Length));
                native.Count = ints.Length;
                break;
            case double[] floats:
                floats.CopyTo(new Span<double>(list, floats.Length));
                native.Count = floats.Length;
                break;
            case Tensor?[] tensors:
                for (var i = 0; i < tensors.Length; i++)
                    list[i] = tensors[i]?.Handle ?? 0;
                native.Count = tensors.Length;
                break;
            case string text:
                native.Count = Encoding.UTF8.GetBytes(text, new Span<byte>(list, Encoding.UTF8.GetByteCount(text)));
                break;
        }
        return native;
    }

    private string Describe(ReadOnlySpan<Value> arguments)
    {
        var shapes = new List<string>();
        foreach (ref readonly var argument in arguments)
        {
            if (argument.Reference is Tensor tensor)
                shapes.Add(tensor.ToString());
            else if (argument.Reference is Tensor?[] list)
                shapes.Add($"({list.Length} tensors)");
            else if (argument.Reference is long[] ints)
                shapes.Add($"[{string.Join(", ", ints)}]");
        }
        return $"{Name}({string.Join(", ", shapes)})";
    }
}
