using SpikeSharp.Blocks;

namespace SpikeSharp.Models.Fcn;

/// <summary>The plain segmenters.</summary>
public sealed class FcnFamily : AnnFamily
{
    private FcnFamily()
        : base(Activation.ReLU) { }

    /// <summary>The family.</summary>
    public static FcnFamily Instance { get; } = new();

    /// <inheritdoc/>
    public override VisionTask Task => VisionTask.Segment;

    /// <inheritdoc/>
    public override string? UsualName => "fcn-s";

    /// <inheritdoc/>
    public override Type OptionsType => typeof(FcnOptions);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names { get; } = [.. FcnVariant.All.Select(NameOf)];

    internal static string NameOf(FcnVariant variant) => $"fcn-{variant.Name}";

    /// <inheritdoc/>
    protected override AnnOptions Structure(string name, int classes, Activation activation) =>
        new FcnOptions(FcnVariant.All.Single(v => NameOf(v) == name), classes, activation);
}
