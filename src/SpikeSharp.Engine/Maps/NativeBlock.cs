using System.Runtime.InteropServices;

namespace SpikeSharp.Engine.Maps;

/// <summary>Memory outside the managed heap, aligned to cache lines, zeroed once.</summary>
internal sealed unsafe class NativeBlock : SafeHandle
{
    private const int Alignment = 64;

    internal NativeBlock(long bytes)
        : base(0, ownsHandle: true)
    {
        Bytes = bytes;
        SetHandle((nint)NativeMemory.AlignedAlloc((nuint)Math.Max(bytes, 1), Alignment));
        NativeMemory.Clear(Pointer, (nuint)bytes);
    }

    internal long Bytes { get; }

    internal byte* Pointer => (byte*)handle;

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        NativeMemory.AlignedFree((void*)handle);
        return true;
    }
}
