using System.Runtime.InteropServices;
using SpikeSharp.Imaging.Interop;

namespace SpikeSharp.Imaging.Video;

/// <summary>A video that is open for writing; closing it writes its index.</summary>
internal sealed class VideoWriterHandle : SafeHandle
{
    public VideoWriterHandle(nint writer)
        : base(0, ownsHandle: true) => SetHandle(writer);

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        Native.imaging_writer_close(handle);
        return true;
    }
}
