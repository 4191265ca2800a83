using System.Runtime.InteropServices;

namespace SpikeSharp.Torch.Interop;

internal enum Tag
{
    Default,
    None,
    Tensor,
    Int,
    Float,
    Bool,
    Ints,
    Floats,
    Tensors,
    String,
}

/// <summary>One argument or result as the shim sees it (SsValue in native/torch/shim.h): 16 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeValue
{
    public Tag Tag;
    public int Count;
    public long Bits;

    public readonly double Number => BitConverter.Int64BitsToDouble(Bits);
}

/// <summary>Shape, type and place of a tensor (SsInfo in native/torch/shim.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeInfo
{
    public long* Sizes;
    public long* Strides;
    public long ElementCount;
    public int Rank;
    public int DType;
    public int Device;
    public int DeviceIndex;
    public int RequiresGrad;
    public int Contiguous;
}
