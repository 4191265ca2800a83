using SpikeSharp.Graph.Safetensors;

namespace SpikeSharp.Models.Spike2Former;

/// <summary>Reads the size of a Spike2Former off the shapes of its state dict.</summary>
/// <param name="shape">The shape of the tensor of a name, or null.</param>
internal sealed class Spike2FormerShapes(Func<string, IReadOnlyList<long>?> shape)
{
    private const int AuthorsHeads = 8,
        Places = 9;
    private const string Classifier = "decode_head.cls_embed.weight";
    private const string Pixels = "decode_head.pixel_decoder",
        Queries = "decode_head.transformer_decoder.layers";

    /// <summary>Reads that of a file.</summary>
    public static Spike2FormerShapes Of(SafetensorsFile file) =>
        new(name => file.Tensors.TryGetValue(name, out var tensor) ? tensor.Shape : null);

    /// <summary>The number of classes; null where there is no classifier.</summary>
    public int? Outputs => shape(Classifier) is null ? null : Rows(Classifier) - 1;

    /// <summary>
    /// Sizes and the number of classes. Heads leave no shape: they are those of the named size that is as large, else 8 as in all of the
    /// authors' networks.
    /// </summary>
    /// <exception cref="ArgumentException">A tensor that tells a size is not there; the message is its name.</exception>
    public (Spike2FormerVariant Variant, int Classes) Read()
    {
        int[] widths =
        [
            Rows("backbone.downsample1_2.encode_conv.weight"),
            Rows("backbone.downsample2.encode_conv.weight"),
            Rows("backbone.downsample3.encode_conv.weight"),
            Rows("backbone.downsample4.encode_conv.weight"),
        ];
        var read = new Spike2FormerVariant(
            "custom",
            widths,
            Rows($"{Pixels}.mask_feature.weight"),
            AuthorsHeads,
            Rows($"{Pixels}.encoder.layers.0.dcn.mask.0.weight") / Places,
            Rows("decode_head.query_feat.weight"),
            Count(i => $"{Pixels}.encoder.layers.{i}.gamma2"),
            Rows($"{Pixels}.encoder.layers.0.ffn.fc1_conv.weight"),
            Count(i => $"{Queries}.{i}.ffn.fc1.weight"),
            Rows($"{Queries}.0.ffn.fc1.weight")
        );
        var named = Spike2FormerVariant.All.FirstOrDefault(v =>
            v.Widths.SequenceEqual(widths) && v with { Name = read.Name, Widths = read.Widths, Heads = read.Heads } == read
        );
        return (named ?? read, Rows(Classifier) - 1);
    }

    private int Rows(string name) => shape(name) is [var rows and <= int.MaxValue, ..] ? (int)rows : throw new ArgumentException(name);

    private int Count(Func<int, string> name) => Enumerable.Range(0, int.MaxValue).TakeWhile(i => shape(name(i)) is not null).Count();
}
