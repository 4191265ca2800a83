using SpikeSharp.Graph;

namespace SpikeSharp.Engine.Maps;

/// <summary>One feature map in the arena: [steps, height + 2·halo, width + 2·halo, channels], channels last.</summary>
/// <remarks>The halo holds the zeros that convolutions pad with, so that no kernel knows of borders.</remarks>
internal sealed class MapBuffer(bool isSpikes, int steps, ValueShape shape, int halo, bool isSigned = false)
{
    /// <summary>Bytes behind a map which vectors may read and nobody uses.</summary>
    internal const int Slack = 128;

    /// <summary>Whether it holds integer spikes, a byte each; otherwise float32.</summary>
    internal bool IsSpikes => isSpikes;

    /// <summary>Whether spikes may be negative, so that bytes are signed.</summary>
    internal bool IsSigned => isSigned;

    internal int Steps => steps;
    internal int Height => shape.Height;
    internal int Width => shape.Width;
    internal int Channels => shape.Channels;
    internal int Halo => halo;

    /// <summary>Place in the arena, in bytes.</summary>
    internal long Offset { get; set; }

    internal nint PixelBytes { get; } = (nint)shape.Channels * (isSpikes ? 1 : sizeof(float));

    internal nint RowBytes => (Width + 2 * halo) * PixelBytes;

    internal nint StepBytes => (Height + 2 * halo) * RowBytes;

    internal long Bytes => steps * (long)StepBytes + Slack;
}
