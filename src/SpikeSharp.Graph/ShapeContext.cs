namespace SpikeSharp.Graph;

/// <summary>What a shape rule may know besides its inputs: whom to blame, and the image's size in pixels.</summary>
internal readonly record struct ShapeContext(string Node, int ImageHeight, int ImageWidth)
{
    internal GraphException Error(string reason) => new(reason, Node);

    /// <summary>Refuses a parameter outside its range, so that later arithmetic cannot overflow.</summary>
    internal void Require(string parameter, int value, int least, int most)
    {
        if (value < least || value > most) throw Error($"{parameter} is {value}, wanted {least} to {most}");
    }
}
