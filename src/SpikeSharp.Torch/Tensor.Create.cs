using SpikeSharp.Torch.Interop;

namespace SpikeSharp.Torch;

public sealed unsafe partial class Tensor
{
    private static readonly Op EmptyOp = new("empty", "memory_format");
    private static readonly Op ZerosOp = new("zeros");
    private static readonly Op OnesOp = new("ones");
    private static readonly Op FullOp = new("full");
    private static readonly Op ArangeOp = new("arange", "start_step");
    private static readonly Op ZerosLikeOp = new("zeros_like");
    private static readonly Op EmptyLikeOp = new("empty_like");
    private static readonly Op ItemOp = new("item");

    /// <summary>A tensor of the given shape, contents undefined.</summary>
    public static Tensor Empty(long[] shape, DType type = DType.Float32, string device = "cpu") =>
        EmptyOp.Call(shape, type, Value.Default, device);

    /// <summary>A tensor of zeros.</summary>
    public static Tensor Zeros(long[] shape, DType type = DType.Float32, string device = "cpu") =>
        ZerosOp.Call(shape, type, Value.Default, device);

    /// <summary>A tensor of ones.</summary>
    public static Tensor Ones(long[] shape, DType type = DType.Float32, string device = "cpu") =>
        OnesOp.Call(shape, type, Value.Default, device);

    /// <summary>A tensor of one number.</summary>
    public static Tensor Full(long[] shape, double value, DType type = DType.Float32, string device = "cpu") =>
        FullOp.Call(shape, value, type, Value.Default, device);

    /// <summary>start, start + step, … below end; rank 1.</summary>
    public static Tensor Range(double start, double end, double step = 1, DType type = DType.Float32, string device = "cpu") =>
        ArangeOp.Call(start, end, step, type, Value.Default, device);

    /// <summary>Zeros of the shape, type and place of this tensor.</summary>
    public Tensor ZerosLike() => ZerosLikeOp.Call(this);

    /// <summary>An undefined tensor of the shape, type and place of this one.</summary>
    public Tensor EmptyLike() => EmptyLikeOp.Call(this);

    /// <summary>Copies an array of numbers into a new tensor of the given shape.</summary>
    /// <typeparam name="T">float, double, Half, byte, sbyte, short, int, long or bool.</typeparam>
    /// <exception cref="ShapeException">The shape does not hold as many elements as the array has.</exception>
    public static Tensor From<T>(ReadOnlySpan<T> data, params long[] shape)
        where T : unmanaged
    {
        var elements = 1.0; // cannot overflow, and is exact wherever it can equal an array's length
        foreach (var size in shape)
            elements *= size;
        if (elements != data.Length)
            throw new ShapeException("data", $"{elements} elements for [{string.Join(", ", shape)}]", $"{data.Length}");
        var tensor = Empty(shape, TypeOf<T>());
        data.CopyTo(tensor.Span<T>());
        return tensor;
    }

    /// <summary>Copies an array of numbers into a new tensor of the given shape.</summary>
    public static Tensor From<T>(T[] data, params long[] shape)
        where T : unmanaged => From<T>(data.AsSpan(), shape);

    /// <summary>The memory of a contiguous CPU tensor, row-major. Valid while the tensor lives: do not keep it.</summary>
    /// <exception cref="TorchException">Another element type, another device, or not contiguous.</exception>
    public Span<T> Span<T>()
        where T : unmanaged
    {
        if (DType != TypeOf<T>())
            throw new TorchException("Span", $"{this} does not hold {typeof(T).Name}");
        if (ElementCount == 0)
            return [];
        return new Span<T>(Data("Span"), checked((int)ElementCount));
    }

    /// <summary>The memory of a contiguous CPU tensor as bytes.</summary>
    public Span<byte> Bytes()
    {
        if (ElementCount == 0)
            return [];
        return new Span<byte>(Data("Bytes"), checked((int)(ElementCount * DType.SizeInBytes())));
    }

    /// <summary>A copy of the elements, row-major, from any layout and device.</summary>
    public T[] ToArray<T>()
        where T : unmanaged
    {
        if (Info is { Device: 0, Contiguous: not 0 })
        {
            var array = Span<T>().ToArray();
            GC.KeepAlive(this);
            return array;
        }
        using var scope = new TensorScope();
        using var off = GradMode.Off();
        return To("cpu").Contiguous().Span<T>().ToArray();
    }

    /// <summary>The single element of a tensor, as a double.</summary>
    public double Item()
    {
        if (ElementCount != 1)
            throw new ShapeException("tensor", "one element", ToString());
        return ItemOp.CallNumber(this);
    }

    private void* Data(string what)
    {
        var data = Native.ss_data(Handle);
        var reason = data == 0 ? Native.LastError : "";
        GC.KeepAlive(this);
        return data != 0 ? (void*)data : throw new TorchException($"{what} of {this}", reason);
    }

    private static DType TypeOf<T>() =>
        Type.GetTypeCode(typeof(T)) switch
        {
            TypeCode.Single => DType.Float32,
            TypeCode.Double => DType.Float64,
            TypeCode.Byte => DType.UInt8,
            TypeCode.SByte => DType.Int8,
            TypeCode.Int16 => DType.Int16,
            TypeCode.Int32 => DType.Int32,
            TypeCode.Int64 => DType.Int64,
            TypeCode.Boolean => DType.Bool,
            _ => typeof(T) == typeof(Half) ? DType.Float16 : throw new TorchException("tensor", $"no element type for {typeof(T).Name}"),
        };
}
