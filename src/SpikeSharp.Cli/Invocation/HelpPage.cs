using System.Text;
using SpikeSharp.Cli.Options;

namespace SpikeSharp.Cli.Invocation;

/// <summary>What `--help` prints, made from the tables.</summary>
internal static class HelpPage
{
    private const int Column = 32,
        Width = 110;

    /// <summary>The page of the whole command.</summary>
    public static string Overview(IReadOnlyList<Verb> verbs)
    {
        var page = new StringBuilder();
        page.AppendLine("spikesharp: spiking neural networks for vision").AppendLine();
        page.AppendLine("usage: spikesharp COMMAND [--option value | option=value ...]").AppendLine();
        foreach (var verb in verbs)
            page.AppendLine($"  {verb.Name, -10}{verb.Summary}");
        page.AppendLine().AppendLine("spikesharp COMMAND --help lists its options; spikesharp --version tells the version.");
        return page.ToString();
    }

    /// <summary>The page of one verb: its options under their headings, with their defaults.</summary>
    public static string Of(Verb verb)
    {
        var page = new StringBuilder();
        page.AppendLine($"spikesharp {verb.Name}: {verb.Summary}").AppendLine();
        page.AppendLine(
            $"usage: spikesharp {verb.Name} {string.Concat(verb.Needs.Select(option => $"{option.Switch} {option.Placeholder} "))}[options]"
        );
        page.AppendLine("An option may be written --key value, --key=value or key=value, with '-' or '_' in its name.");
        foreach (var group in verb.Options.GroupBy(option => option.Group).OrderBy(group => group.Key))
        {
            page.AppendLine().AppendLine(group.Key.ToString());
            foreach (var option in group)
                Append(page, option);
        }
        if (verb.Examples.Length > 0)
            page.AppendLine().AppendLine("Examples");
        foreach (var example in verb.Examples)
            page.AppendLine($"  {example}");
        return page.ToString();
    }

    private static void Append(StringBuilder page, Option option)
    {
        var name = $"  {(option.Letter == '\0' ? "" : $"-{option.Letter}, ")}{option.Switch} {option.Placeholder}".TrimEnd();
        var help = option.DefaultText is "null" ? option.Help : $"{option.Help} [{option.DefaultText}]";
        var line = name.Length < Column - 1 ? name.PadRight(Column) : name + Environment.NewLine + new string(' ', Column);
        var used = Column;
        page.Append(line);
        foreach (var word in help.Split(' '))
        {
            if (used + word.Length > Width)
            {
                page.AppendLine().Append(' ', Column);
                used = Column;
            }
            page.Append(word).Append(' ');
            used += word.Length + 1;
        }
        page.Length--;
        page.AppendLine();
    }
}
