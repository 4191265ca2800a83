using SpikeSharp.Graph.Neurons;
using SpikeSharp.Neurons;

namespace SpikeSharp.Models.Spike2Former;

/// <summary>Ablations by their names on the command line and in checkpoints.</summary>
public static class Ablations
{
    // Of each row no two go together.
    private static readonly Ablation[][] Exclusive =
    [
        [Ablation.NoShortcut, Ablation.PlainShortcut, Ablation.MembraneShortcut],
        [Ablation.NoEncoder, Ablation.AttentionEncoder, Ablation.NoDepthwise],
        [Ablation.NoEncoder, Ablation.AttentionEncoder, Ablation.RealWeights],
        [Ablation.NoEncoder, Ablation.NoEsc],
    ];

    private static readonly (Ablation Value, string Name)[] Table =
    [
        (Ablation.NoShortcut, "no-shortcut"),
        (Ablation.PlainShortcut, "plain-shortcut"),
        (Ablation.MembraneShortcut, "membrane-shortcut"),
        (Ablation.NoEncoder, "no-encoder"),
        (Ablation.AttentionEncoder, "attention-encoder"),
        (Ablation.NoEsc, "no-esc"),
        (Ablation.NoDepthwise, "no-depthwise"),
        (Ablation.RealWeights, "real-weights"),
        (Ablation.FullPyramid, "full-pyramid"),
        (Ablation.CrossNormalised, "cross-normalised"),
        (Ablation.DivideBy8, "divide-by-8"),
    ];

    /// <summary>What stands for none of them, where weights of a network without some are to be loaded into the whole.</summary>
    public const string Nothing = "none";

    /// <summary>The names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Table.Select(row => row.Name)];

    /// <summary>The names of what is ablated, in the table's order.</summary>
    public static IReadOnlyList<string> NamesOf(Ablation ablation) =>
        [.. Table.Where(row => ablation.HasFlag(row.Value)).Select(row => row.Name)];

    /// <summary>What names stand for, or <see cref="Nothing"/> alone.</summary>
    /// <exception cref="ArgumentException">A name is none.</exception>
    public static Ablation Of(IReadOnlyList<string> names) =>
        names is [Nothing]
            ? Ablation.None
            : names.Aggregate(Ablation.None, (all, name) =>
                all
                | (
                    Table.FirstOrDefault(row => row.Name == name) is { Name: not null } found
                        ? found.Value
                        : throw new ArgumentException($"there is no ablation '{name}', only {string.Join(", ", Names)}")
                )
            );

    /// <summary>Why a network cannot be without these parts; null when it can.</summary>
    public static string? Problem(Ablation ablation, NeuronKind neuron)
    {
        if (!neuron.IsNormalised() && (ablation & (Ablation.CrossNormalised | Ablation.DivideBy8)) is not Ablation.None and var normalising)
            return $"{NamesOf(normalising)[0]} is of the normalised neuron nilif, not of {neuron.Word()}";
        foreach (var row in Exclusive)
        {
            if (row.Where(value => ablation.HasFlag(value)).ToArray() is [var first, var second, ..])
                return $"{NamesOf(first)[0]} and {NamesOf(second)[0]} exclude each other";
        }
        return null;
    }
}
