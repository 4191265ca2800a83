using SpikeSharp.Graph;
using SpikeSharp.Neurons;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Models.Spike2Former;

/// <summary>
/// Queries look at the picture, then at each other, then through the feed-forward part, each with a shortcut (docs/spec/spike2former.md
/// 4.2).
/// </summary>
internal sealed class DecoderLayer
{
    private readonly Weights _place;
    private readonly QueryAttention _self,
        _cross;
    private readonly QueryFfn _ffn;

    /// <summary>Asks for <c>self_attn.attn.*</c>, <c>cross_attn.attn.*</c>, <c>ffn.*</c>.</summary>
    public DecoderLayer(
        Weights w,
        SpikingContext context,
        int channels,
        int heads,
        int hidden,
        TokenLayout layout,
        SpikingContext? crossing = null
    )
    {
        _place = w;
        _self = new QueryAttention(w / "self_attn" / "attn", context, channels, heads);
        _cross = new QueryAttention(w / "cross_attn" / "attn", crossing ?? context, channels, heads);
        _ffn = new QueryFfn(w / "ffn", context, channels, hidden, layout);
    }

    /// <summary>The queries after the layer.</summary>
    /// <param name="query">[N, C, 1, Q].</param>
    /// <param name="queryPosition">Broadcasts over it.</param>
    /// <param name="memory">[N, C, 1, L].</param>
    /// <param name="keyPosition">Broadcasts over it.</param>
    public Tensor Forward(Tensor query, Tensor queryPosition, Tensor memory, Tensor keyPosition)
    {
        query = query + _cross.Forward(query + queryPosition, memory + keyPosition, memory);
        var positioned = query + queryPosition;
        query = query + _self.Forward(positioned, positioned, query);
        return query + _ffn.Call(query);
    }

    /// <summary>Adds the layer to a graph.</summary>
    public GraphValue Emit(GraphBuilder g, GraphValue query, GraphValue queryPosition, GraphValue memory, GraphValue keyPosition)
    {
        var seen = _cross.Emit(
            g,
            g.Add((_place / "cross_query").Path, query, queryPosition),
            g.Add((_place / "cross_key").Path, memory, keyPosition),
            memory
        );
        query = g.Add((_place / "add1").Path, query, seen);
        var positioned = g.Add((_place / "self_query").Path, query, queryPosition);
        query = g.Add((_place / "add2").Path, query, _self.Emit(g, positioned, positioned, query));
        return g.Add((_place / "add3").Path, query, _ffn.Emit(g, query));
    }
}
