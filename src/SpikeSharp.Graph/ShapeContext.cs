namespace SpikeSharp.Graph;

/// <summary>What a shape rule may know besides its inputs: whom to blame, and the image's size in pixels.</summary>
internal readonly record struct ShapeContext(string Node, int ImageHeight, int ImageWidth)
{
    internal GraphException Error(string reason) => new(reason, Node);

    /// <summary>A side or a number of channels of the output, computed without overflow; one beyond every bound is refused here, one below
    /// 1 by the check of all outputs.</summary>
    internal int Side(string name, long size) =>
        size <= GraphShapes.MaxElements ? (int)Math.Max(0, size) : throw Error($"its output would have {name} {size}, which is too large");

    /// <summary>Refuses a parameter that is no finite number.</summary>
    internal void RequireFinite(string parameter, float value)
    {
        if (!float.IsFinite(value))
            throw Error($"{parameter} is {value}, wanted a finite number");
    }

    /// <summary>Refuses a parameter outside its range, so that later arithmetic cannot overflow.</summary>
    internal void Require(string parameter, int value, int least, int most)
    {
        if (value < least || value > most)
            throw Error($"{parameter} is {value}, wanted {least} to {most}");
    }
}
