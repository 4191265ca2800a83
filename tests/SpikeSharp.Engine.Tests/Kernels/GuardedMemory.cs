using System.Runtime.InteropServices;

namespace SpikeSharp.Engine.Tests.Kernels;

/// <summary>Buffers that end at a page which nobody may touch: one byte read or written too far ends the process.</summary>
/// <remarks>Before a buffer lie bytes that must stay as they are.</remarks>
public sealed unsafe partial class GuardedMemory : IDisposable
{
    private const int Bytes = 1 << 20;
    private const int Before = 64;
    private const byte Canary = 0xA5;
    private const int ReadAndWrite = 3,
        Nothing = 0,
        PrivateAndAnonymous = 0x22;

    private readonly List<nint> _regions = [];
    private readonly List<(nint Start, int Bytes)> _buffers = [];

    /// <summary>What was handed out so far is free again.</summary>
    public void Reset() => _buffers.Clear();

    /// <summary>A buffer of zeros whose last byte is the last before the guard.</summary>
    public byte* Take(int bytes)
    {
        Assert.True(bytes <= Bytes - Before);
        if (_buffers.Count == _regions.Count)
            _regions.Add(Map());
        var start = (byte*)_regions[_buffers.Count] + Bytes - bytes;
        new Span<byte>(start - Before, Before).Fill(Canary);
        new Span<byte>(start, bytes).Clear();
        _buffers.Add(((nint)start, bytes));
        return start;
    }

    /// <summary>Fails where something was written in front of a buffer.</summary>
    public void CheckFronts()
    {
        foreach (var (start, _) in _buffers)
            Assert.True(!new ReadOnlySpan<byte>((byte*)start - Before, Before).ContainsAnyExcept(Canary), "written in front of a buffer");
    }

    public void Dispose()
    {
        foreach (var region in _regions)
            Assert.Equal(0, Unmap(region, Bytes + Environment.SystemPageSize));
    }

    private static nint Map()
    {
        var region = Map(0, Bytes + Environment.SystemPageSize, ReadAndWrite, PrivateAndAnonymous, -1, 0);
        Assert.NotEqual(-1, region);
        Assert.Equal(0, Protect(region + Bytes, Environment.SystemPageSize, Nothing));
        return region;
    }

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial nint Map(nint address, nint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int Protect(nint address, nint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(nint address, nint length);
}
