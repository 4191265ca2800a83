namespace SpikeSharp.Cli.Forwarding;

/// <summary>What a network gives for one image.</summary>
/// <param name="Boxes">y [4 + classes, anchors]: centre, width and height in pixels, then probabilities.</param>
/// <param name="RawMaps">raw0, raw1, … [64 + classes, h, w], finest level first.</param>
internal sealed record NetworkResult(NamedValues Boxes, IReadOnlyList<NamedValues> RawMaps)
{
    public IEnumerable<NamedValues> All => RawMaps.Prepend(Boxes);
}
