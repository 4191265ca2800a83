namespace SpikeSharp.Bench.Zoo;

/// <summary>What a node takes: a value by its name, or a constant.</summary>
/// <param name="Name">The name; empty for an input that is left out, null for a constant.</param>
/// <param name="Constant">The constant.</param>
internal readonly record struct ZooInput(string? Name, Constant? Constant)
{
    public static implicit operator ZooInput(string name) => new(name, null);

    public static implicit operator ZooInput(Constant constant) => new(null, constant);
}
