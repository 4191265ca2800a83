namespace SpikeSharp.Models.Spike2Former;

/// <summary>
/// Parts of Spike2Former taken out or exchanged, one for each row of the paper's ablation (docs/spec/spike2former.md 7.2) that changes the
/// network.
/// </summary>
[Flags]
public enum Ablation
{
    /// <summary>Spike2Former as it is.</summary>
    None = 0,

    /// <summary>The mask embedding without its shortcut: ζ = α SN(z).</summary>
    NoShortcut = 1,

    /// <summary>The shortcut without its convolution: ζ = α SN(z + w α SN(g)).</summary>
    PlainShortcut = 2,

    /// <summary>The shortcut of membrane values: ζ = α SN(z + w g).</summary>
    MembraneShortcut = 4,

    /// <summary>No encoder layers.</summary>
    NoEncoder = 8,

    /// <summary>Self-attention as in the backbone in place of the deformable attention.</summary>
    AttentionEncoder = 16,

    /// <summary>Encoder layers without their separable convolution.</summary>
    NoEsc = 32,

    /// <summary>Offsets and weights of the deformable attention without the depthwise convolution before them.</summary>
    NoDepthwise = 64,

    /// <summary>Real weights in the deformable attention; only what is sampled with them spikes.</summary>
    RealWeights = 128,

    /// <summary>Full 3×3 convolutions in the feature pyramid instead of depthwise ones.</summary>
    FullPyramid = 256,

    /// <summary>NI-LIF in the cross-attention alone, I-LIF elsewhere.</summary>
    CrossNormalised = 512,

    /// <summary>Spikes divided by 8 whatever D is.</summary>
    DivideBy8 = 1024,
}
