using SpikeSharp.Blocks;

namespace SpikeSharp.Models.Classifiers;

/// <summary>VGG and ResNet, as classifiers of pictures.</summary>
public sealed class ClassifierFamily : AnnFamily
{
    private ClassifierFamily()
        : base(Activation.ReLU) { }

    /// <summary>The family.</summary>
    public static ClassifierFamily Instance { get; } = new();

    /// <inheritdoc/>
    public override VisionTask Task => VisionTask.Classify;

    /// <inheritdoc/>
    public override string? UsualName => "resnet-s";

    /// <inheritdoc/>
    public override Type OptionsType => typeof(ClassifierOptions);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names { get; } = [.. ClassifierVariant.All.Select(v => v.Name)];

    /// <inheritdoc/>
    protected override AnnOptions Structure(string name, int classes, Activation activation) =>
        new ClassifierOptions(ClassifierVariant.All.Single(v => v.Name == name), classes, activation);
}
