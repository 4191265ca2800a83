using SpikeSharp.Torch.Interop;

namespace SpikeSharp.Torch;

/// <summary>
/// A handle on a tensor of libtorch. What is made inside a <see cref="TensorScope"/> is freed at its end; elsewhere dispose it.
/// Methods named "…InPlace" change their tensor and return nothing: a returned alias would be one more handle to lose.
/// </summary>
public sealed unsafe partial class Tensor : IDisposable
{
    private static long _live;
    private nint _handle;

    internal Tensor(nint handle)
    {
        if (handle == 0)
            throw new TorchException("tensor", "an undefined tensor");
        _handle = handle;
        Interlocked.Increment(ref _live);
        TensorScope.Register(this);
    }

    /// <summary>The safety net for tensors made outside every scope and not disposed.</summary>
    ~Tensor() => Free();

    /// <summary>Handles alive in the process: constant over training steps, or something leaks.</summary>
    public static long LiveCount => Interlocked.Read(ref _live);

    internal nint Handle =>
        _handle != 0
            ? _handle
            : throw new ObjectDisposedException(nameof(Tensor), "the tensor was freed by its scope; keep it with TensorScope.Keep");
    internal TensorScope? Owner { get; set; }
    internal int Slot { get; set; }

    /// <summary>Number of dimensions.</summary>
    public int Rank => Info.Rank;

    /// <summary>Sizes of all dimensions.</summary>
    public long[] Shape
    {
        get
        {
            var info = Info;
            var shape = new ReadOnlySpan<long>(info.Sizes, info.Rank).ToArray();
            GC.KeepAlive(this);
            return shape;
        }
    }

    /// <summary>Number of elements.</summary>
    public long ElementCount => Info.ElementCount;

    /// <summary>Element type.</summary>
    public DType DType => (DType)Info.DType;

    /// <summary>Where it lies: "cpu", "cuda:0".</summary>
    public string Device =>
        Info switch
        {
            { Device: 0 } => "cpu",
            { Device: 1 } info => $"cuda:{info.DeviceIndex}",
            var info => $"device type {info.Device}",
        };

    /// <summary>Whether gradients are recorded for it.</summary>
    public bool RequiresGrad
    {
        get => Info.RequiresGrad != 0;
        set
        {
            Native.Check(Native.ss_set_requires_grad(Handle, value ? 1 : 0), "requires_grad_");
            GC.KeepAlive(this);
        }
    }

    /// <summary>Sizes of a tensor of rank 4.</summary>
    /// <exception cref="ShapeException">Another rank.</exception>
    public (long N, long C, long H, long W) Size4
    {
        get
        {
            var info = Info;
            if (info.Rank != 4)
                throw new ShapeException("tensor", "rank 4", ToString());
            var sizes = (info.Sizes[0], info.Sizes[1], info.Sizes[2], info.Sizes[3]);
            GC.KeepAlive(this);
            return sizes;
        }
    }

    // Its pointers hold while the tensor lives: GC.KeepAlive(this) after reading them.
    private NativeInfo Info
    {
        get
        {
            NativeInfo info;
            Native.Check(Native.ss_info(Handle, &info), "tensor");
            GC.KeepAlive(this);
            return info;
        }
    }

    /// <summary>Size of one dimension; negative counts from the end.</summary>
    public long Size(int dimension)
    {
        var info = Info;
        var index = dimension < 0 ? dimension + info.Rank : dimension;
        if (index < 0 || index >= info.Rank)
            throw new ShapeException("tensor", $"a dimension {dimension}", ToString());
        var size = info.Sizes[index];
        GC.KeepAlive(this);
        return size;
    }

    /// <summary>Frees the handle; the memory goes when the last handle and the last record for a backward pass go.</summary>
    public void Dispose()
    {
        Owner?.Forget(this);
        Free();
        GC.SuppressFinalize(this);
    }

    /// <summary>Type and shape, as in <c>Float32[1, 3, 640, 640]</c>.</summary>
    public override string ToString() => _handle == 0 ? "freed tensor" : $"{DType}[{string.Join(", ", Shape)}]";

    // Takes over the other's native tensor, leaving it this one's.
    private void Replace(Tensor other) => (_handle, other._handle) = (other._handle, _handle);

    private void Free()
    {
        var old = Interlocked.Exchange(ref _handle, 0);
        if (old == 0)
            return;
        Native.ss_free(old);
        Interlocked.Decrement(ref _live);
    }
}
