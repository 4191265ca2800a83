using System.Runtime.InteropServices;
using SpikeSharp.Imaging.Interop;

namespace SpikeSharp.Imaging.Video;

/// <summary>A video that is open for reading.</summary>
internal sealed class VideoHandle : SafeHandle
{
    public VideoHandle(nint video)
        : base(0, ownsHandle: true) => SetHandle(video);

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        Native.imaging_video_close(handle);
        return true;
    }
}
