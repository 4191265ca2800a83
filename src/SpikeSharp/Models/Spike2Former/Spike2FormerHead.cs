using SpikeSharp.Graph;
using SpikeSharp.Graph.Operations;
using SpikeSharp.Neurons;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Models.Spike2Former;

/// <summary>Pixel decoder, transformer decoder and embeddings: from the backbone's features to classes and masks of the queries.</summary>
internal sealed class Spike2FormerHead
{
    private readonly Weights _place;
    private readonly PixelDecoder _pixels;
    private readonly DecoderLayer[] _layers;
    private readonly MaskEmbedding _embedding;
    private readonly Tensor _queryPosition,
        _query,
        _level;
    private readonly int _channels;

    /// <summary>Asks for everything under <c>decode_head</c>.</summary>
    /// <param name="w">Its place.</param>
    /// <param name="context">The network's neurons.</param>
    /// <param name="inputs">Channels of x1…x4.</param>
    /// <param name="options">Structure.</param>
    public Spike2FormerHead(Weights w, SpikingContext context, IReadOnlyList<int> inputs, Spike2FormerOptions options)
    {
        var (variant, classes, layout, ablation) = (options.Variant, options.Classes, options.Layout, options.Ablation);
        var crossing = ablation.HasFlag(Ablation.CrossNormalised) ? context.With(options.Normalised with { TimeSteps = 1 }) : context;
        (_place, _channels) = (w, variant.Channels);
        _pixels = new PixelDecoder(w / "pixel_decoder", context, inputs, variant, layout, ablation);
        _layers =
        [
            .. Enumerable
                .Range(0, variant.DecoderLayers)
                .Select(i => new DecoderLayer(
                    w / "transformer_decoder" / "layers" / i,
                    context,
                    _channels,
                    variant.Heads,
                    variant.DecoderHidden,
                    layout,
                    crossing
                )),
        ];
        Tensor Embedding(string name, int rows) => (w / name).Add("weight", Tensor.RandomNormal(rows, _channels), TensorRole.Weight);
        (_queryPosition, _query, _level) = (
            Embedding("query_embed", variant.Queries),
            Embedding("query_feat", variant.Queries),
            Embedding("level_embed", 3)
        );
        _embedding = new MaskEmbedding(w, context, _channels, variant.Queries, classes, ablation);
    }

    /// <summary>Class logits [O, N, Q, K + 1] and mask logits [O, N, Q, h, w] at half the picture's sides.</summary>
    /// <param name="features">x1…x4.</param>
    /// <param name="every">Whether all supervised outputs are wanted, the first being the initial queries; else only the last.</param>
    public (Tensor Classes, Tensor Masks) Forward(Tensor[] features, bool every)
    {
        var (levels, maskFeature) = _pixels.Forward(features);
        var batch = maskFeature.Size(0);
        var position = Row(_queryPosition);
        var q = Row(_query).Expand(batch, _channels, 1, _query.Size(0));
        List<Tensor> outputs = [q];
        for (var i = 0; i < _layers.Length; i++)
        {
            var of = i % levels.Length;
            var memory = Tokens.Flat(levels[of]) + _level.Narrow(0, of, 1).Reshape(1, _channels, 1, 1);
            var keys = SineEncoding.Of(_channels / 2, (int)levels[of].Size(2), (int)levels[of].Size(3)).To(memory.Device);
            outputs.Add(q = _layers[i].Forward(q, position, memory, keys));
        }
        if (!every)
            outputs = [q];
        var (classes, spikes) = _embedding.Forward(Tensor.Cat([.. outputs], 0));
        var count = outputs.Count;
        classes = classes.Reshape(count, batch, classes.Size(1), classes.Size(2));
        spikes = spikes.Reshape(count, batch, spikes.Size(1), spikes.Size(2));
        var (_, _, h, w) = maskFeature.Size4;
        var masks = spikes.MatMul(maskFeature.Reshape(batch, _channels, h * w)); // Σ_c ζ[q, c] · feature[c]
        return (classes, masks.Reshape(count, batch, -1, h, w));
    }

    /// <summary>
    /// Adds the head to a graph: scores of the classes <c>raw0</c>, and what they are made of, <c>classes</c> and <c>masks</c>.
    /// </summary>
    public void Emit(GraphBuilder g, GraphValue image, GraphValue[] features)
    {
        var (levels, maskFeature) = _pixels.Emit(g, features);
        var position = g.Add((_place / "query_embed").Path, new Constant(Rows(_queryPosition)));
        var q = g.Add((_place / "query_feat").Path, new Constant(Rows(_query)));
        var memories = new (GraphValue Values, GraphValue Positions)[levels.Length];
        for (var i = 0; i < levels.Length; i++)
        {
            var shift = _level.Select(0, i).Contiguous().ToArray<float>();
            var ones = Enumerable.Repeat(1f, _channels).ToArray();
            memories[i] = (
                g.Add(
                    (_place / "level_embed" / i).Path,
                    new Affine(new WeightTensor([_channels], ones), new WeightTensor([_channels], shift)),
                    levels[i]
                ),
                g.Add((_place / "positions" / i).Path, new SinePositions(), levels[i])
            );
        }
        for (var i = 0; i < _layers.Length; i++)
        {
            var (memory, keys) = memories[i % memories.Length];
            q = _layers[i].Emit(g, q, position, memory, keys);
        }
        var (classes, masks) = _embedding.Emit(g, q, maskFeature);
        // What was computed from spikes is the same at every time step, of which there is one.
        (classes, masks) = (g.TimeMean((_place / "classes").Path, classes), g.TimeMean((_place / "mask_logits").Path, masks));
        g.Output("raw0", g.Add((_place / "semantic").Path, new SemanticHead(), classes, masks, image));
        g.Output("classes", classes);
        g.Output("masks", masks);
    }

    // [Q, C] as [C, 1, Q].
    private WeightTensor Rows(Tensor embedding) =>
        new([_channels, 1, (int)embedding.Size(0)], embedding.Transpose(0, 1).Contiguous().ToArray<float>());

    // [Q, C] as [1, C, 1, Q].
    private Tensor Row(Tensor embedding) => embedding.Transpose(0, 1).Reshape(1, _channels, 1, -1);
}
