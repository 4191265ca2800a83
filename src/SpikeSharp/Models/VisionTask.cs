namespace SpikeSharp.Models;

/// <summary>What a network does with a picture, as --task names it.</summary>
public enum VisionTask
{
    /// <summary>Finds objects: boxes with classes.</summary>
    Detect,

    /// <summary>Tells the class of every pixel.</summary>
    Segment,

    /// <summary>Tells the class of the picture.</summary>
    Classify,
}
