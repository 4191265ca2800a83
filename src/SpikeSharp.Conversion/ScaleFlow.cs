using SpikeSharp.Graph;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Conversion;

/// <summary>
/// What a spike is worth (λ, by channel) behind operations that only move or average spikes (docs/spec/spicalib.md 1.4).
/// </summary>
internal static class ScaleFlow
{
    /// <summary>λ by channel of the result; null where a channel would hold spikes of different values.</summary>
    /// <param name="operation">Of one input.</param>
    /// <param name="scale">λ by channel of its input.</param>
    /// <param name="from">Shape of the input.</param>
    /// <param name="to">Shape of the result.</param>
    internal static float[]? Through(Operation operation, float[] scale, ValueShape from, ValueShape to)
    {
        if (Array.TrueForAll(scale, s => s == scale[0]))
        {
            var same = new float[to.Channels];
            Array.Fill(same, scale[0]);
            return same;
        }
        return operation switch
        {
            Slice { Axis: Axis.Channels } slice => [.. Enumerable.Range(0, to.Channels).Select(c => scale[slice.Start + c * slice.Step])],
            Gather { Axis: Axis.Channels } gather => [.. gather.Indices.Select(c => scale[c])],
            Reduce { OverChannels: true } => null,
            Reshape => ByChannel(Elements(scale, from), to),
            Permute permute => ByChannel(Transpose(Elements(scale, from), permute), to),
            _ => scale,
        };
    }

    private static float[] Elements(float[] scale, ValueShape shape)
    {
        var elements = new float[shape.Count];
        for (var i = 0; i < elements.Length; i++)
            elements[i] = scale[i / shape.Plane];
        return elements;
    }

    private static float[]? ByChannel(float[] elements, ValueShape shape)
    {
        var scale = new float[shape.Channels];
        for (var c = 0; c < scale.Length; c++)
        {
            var channel = elements.AsSpan(c * shape.Plane, shape.Plane);
            scale[c] = channel[0];
            if (channel.ContainsAnyExcept(channel[0]))
                return null;
        }
        return scale;
    }

    private static float[] Transpose(float[] elements, Permute permute)
    {
        var rank = permute.Sizes.Count;
        var strides = new int[rank];
        for (int axis = rank - 1, stride = 1; axis >= 0; stride *= permute.Sizes[axis--])
            strides[axis] = stride;
        var result = new float[elements.Length];
        var index = new int[rank];
        for (var i = 0; i < result.Length; i++)
        {
            var from = 0;
            for (var axis = 0; axis < rank; axis++)
                from += index[axis] * strides[permute.Order[axis]];
            result[i] = elements[from];
            for (var axis = rank - 1; axis >= 0 && ++index[axis] == permute.Sizes[permute.Order[axis]]; axis--)
                index[axis] = 0;
        }
        return result;
    }
}
