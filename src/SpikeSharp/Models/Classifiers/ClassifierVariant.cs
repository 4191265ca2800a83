namespace SpikeSharp.Models.Classifiers;

/// <summary>A classifier: stages at 1, ½ and ¼ of the picture's sides, then the mean over the picture and a linear layer.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Residual">Residual blocks (He et al. 2016), or plain convolutions and max pooling (Simonyan and Zisserman 2015).</param>
/// <param name="Widths">Channels of each stage.</param>
/// <param name="Blocks">Blocks a stage.</param>
public sealed record ClassifierVariant(string Name, bool Residual, IReadOnlyList<int> Widths, int Blocks)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<ClassifierVariant> All { get; } =
    [
        new("vgg-n", Residual: false, Widths: [16, 32, 64], Blocks: 2),
        new("vgg-s", Residual: false, Widths: [32, 64, 128], Blocks: 2),
        new("resnet-n", Residual: true, Widths: [16, 32, 64], Blocks: 2),
        new("resnet-s", Residual: true, Widths: [32, 64, 128], Blocks: 2),
    ];
}
