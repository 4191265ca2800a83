using System.Text.RegularExpressions;

namespace SpikeSharp.House.Tests;

/// <summary>Whoever tells neurons apart names every one, so that a new one does not compile; the recipe names the places.</summary>
public sealed partial class NeuronTests
{
    private const string Recipe = "docs/architecture.md";

    // Who asks for one neuron, and has nothing to say of others.
    private static readonly Dictionary<string, string> MayAskForOne = new()
    {
        ["src/SpikeSharp.Cli/Bench/Peer.cs"] = "the peer computes I-LIF and no other",
        ["src/SpikeSharp.Cli/Verbs/EnergyVerb.cs"] = "of burst neurons sums over time are enough; all others are counted in full",
        ["src/SpikeSharp.Cli/Verbs/SweepVerb.cs"] = "a converted network has burst neurons",
        ["src/SpikeSharp.Engine/Kernels/Neurons/NeuronsOverTime.cs"] = "sets ReLU apart; its switch names all that fire",
        ["src/SpikeSharp.Conversion/ConversionErrors.cs"] = "compares activations with the burst neurons that they became",
    };

    private static IReadOnlyList<(string File, string Text)> Sources { get; } =
    [.. SourceTree.CSharp("src").Select(file => (file, Comment().Replace(File.ReadAllText(Path.Combine(SourceTree.Root, file)), "")))];

    [Fact]
    public void A_switch_over_neurons_has_no_default()
    {
        var switches = Switches().ToList();
        Assert.True(switches.Count > 6, $"only {switches.Count} switches over neurons were found: has their form changed?");
        Assert.Empty(
            from found in switches
            where !found.IsExpression || Default().IsMatch(found.Body)
            select $"{found.File}: name every neuron in a switch expression, without a default: switch {{{found.Body}}}"
        );
    }

    [Fact]
    public void Nobody_compares_with_one_neuron_where_all_must_be_known() =>
        Assert.Empty(
            from source in Sources
            where !MayAskForOne.Keys.Any(source.File.EndsWith)
            from Match match in Comparison().Matches(source.Text)
            select $"{source.File}: '{match.Value}' forgets the next neuron; ask its definition, or name all in a switch expression"
        );

    [Fact]
    public void The_recipe_names_every_place_that_tells_neurons_apart()
    {
        var text = File.ReadAllText(Path.Combine(SourceTree.Root, Recipe));
        var start = text.IndexOf("**A neuron.**", StringComparison.Ordinal);
        Assert.True(start >= 0, $"{Recipe} has no recipe for a neuron");
        var end = text.IndexOf("\n**", start + 1, StringComparison.Ordinal);
        var recipe = end < 0 ? text[start..] : text[start..end];
        Assert.Empty(
            from file in Switches().Select(found => found.File).Distinct()
            where !recipe.Contains($"(../{file})")
            select $"{Recipe}: the recipe for a neuron does not lead to {file}, which tells neurons apart"
        );
    }

    // Innermost braces behind 'switch' whose arms name neurons.
    private static IEnumerable<(string File, bool IsExpression, string Body)> Switches() =>
        from source in Sources
        from Match match in Switch().Matches(source.Text)
        let body = Body(source.Text, match.Index + match.Length)
        where Arm().IsMatch(body)
        select (source.File, match.Groups["statement"].Length == 0, body);

    private static string Body(string text, int start)
    {
        var depth = 1;
        var end = start;
        for (; end < text.Length && depth > 0; end++)
            depth += text[end] switch
            {
                '{' => 1,
                '}' => -1,
                _ => 0,
            };
        return text[start..(end - 1)];
    }

    [GeneratedRegex(@"//.*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"\bswitch\s*(?<statement>\([^{;]*\)\s*)?\{")]
    private static partial Regex Switch();

    [GeneratedRegex(@"(?:^|[{,]|\bcase)\s*(?:null or )?NeuronKind\.\w+(?: or NeuronKind\.\w+)*\s*(?:=>|:)")]
    private static partial Regex Arm();

    [GeneratedRegex(@"(?:^|,)\s*(?:_|var \w+)\s*(?:=>|when)|\bdefault\s*:")]
    private static partial Regex Default();

    [GeneratedRegex(
        @"(?:==|!=)\s*(?:\w+\.)*NeuronKind\.\w+"
            + @"|\bis (?:not )?(?:NeuronKind\.\w+|ILif|Lif|BurstIf)\b"
            + @"|\bEquation: (?:not )?NeuronKind\.\w+"
            + @"|\bas (?:ILif|Lif|BurstIf)\b"
    )]
    private static partial Regex Comparison();
}
