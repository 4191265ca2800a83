namespace SpikeSharp.Graph.Operations;

/// <summary>Tables that tell operations which only move numbers where each comes from.</summary>
internal static class Places
{
    /// <summary>Position in the input of every element of the output.</summary>
    /// <param name="shape">The output's.</param>
    /// <param name="source">From channel, row and column of the output to a position in one time step of the input; negative for
    /// zero.</param>
    internal static int[] Of(ValueShape shape, Func<int, int, int, int> source)
    {
        var places = new int[shape.Count];
        var at = 0;
        for (var c = 0; c < shape.Channels; c++)
        {
            for (var y = 0; y < shape.Height; y++)
            {
                for (var x = 0; x < shape.Width; x++)
                    places[at++] = source(c, y, x);
            }
        }
        return places;
    }

    /// <summary>Positions where one axis alone is looked up.</summary>
    /// <param name="from">The input's shape.</param>
    /// <param name="to">The output's shape.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="source">From a place on the output's axis to one on the input's.</param>
    internal static int[] Along(ValueShape from, ValueShape to, Axis axis, Func<int, int> source) =>
        Of(
            to,
            axis switch
            {
                Axis.Channels => (c, y, x) => (source(c) * from.Height + y) * from.Width + x,
                Axis.Height => (c, y, x) => (c * from.Height + source(y)) * from.Width + x,
                _ => (c, y, x) => (c * from.Height + y) * from.Width + source(x),
            }
        );
}
