namespace SpikeSharp.Graph.Sampling;

/// <summary>What a random decision is about; streams never share numbers, so one more draw in one leaves the others alone.</summary>
public enum RandomStream
{
    /// <summary>The order of an epoch.</summary>
    Order,

    /// <summary>Whether to make a mosaic, its centre and its partners.</summary>
    Mosaic,

    /// <summary>Rotation, scale, shear, translation.</summary>
    Affine,

    /// <summary>Hue, saturation, value.</summary>
    Colour,

    /// <summary>Flips.</summary>
    Flip,

    /// <summary>Whether to mix, with which image and how much.</summary>
    MixUp,

    /// <summary>The partner's mosaic when two images are mixed.</summary>
    MixUpMosaic,

    /// <summary>The partner's affine transform when two images are mixed.</summary>
    MixUpAffine,

    /// <summary>Synthetic pictures.</summary>
    Synthesis,

    /// <summary>Points of a search for settings.</summary>
    Search,
}
