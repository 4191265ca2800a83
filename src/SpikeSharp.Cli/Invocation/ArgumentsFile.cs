using System.Text;
using SpikeSharp.Cli.Failures;
using SpikeSharp.Cli.Options;
using SpikeSharp.Data.Yaml;
using SpikeSharp.Graph.Safetensors;

namespace SpikeSharp.Cli.Invocation;

/// <summary>
/// Options in a file, as Ultralytics' `args.yaml`: one `key: value` a line. A file of another verb, or of Ultralytics itself, serves as
/// well: keys of other verbs are passed over, and keys that SpikeSharp does not have are accepted as long as they ask for nothing.
/// </summary>
internal static class ArgumentsFile
{
    /// <summary>Reads a file into the arguments of a verb.</summary>
    /// <exception cref="Data.DataException">The file is absent, or no YAML map.</exception>
    /// <exception cref="UsageException">A key is unknown, or its value is not what the option wants.</exception>
    public static void Read(string path, Arguments arguments)
    {
        foreach (var (key, node) in SafeYaml.Read(path).AsMap("an options file").Entries)
        {
            var called = $"{path}:{key.Line}: {key.Text}";
            if (arguments.Verb.Find(key.Text) is { } option)
                arguments.Set(option, CommandLine.Read(option, Text(node, key.Text), called));
            else if (UltralyticsKey.Find(key.Text) is { } foreign)
                foreign.Check(Text(node, key.Text), called);
            else if (!arguments.Verbs.Any(verb => verb.Find(key.Text) is not null))
                throw UnknownWord.Key(called, key.Text, arguments.Verbs);
        }
    }

    /// <summary>Writes every option of the verb with its value, so that <see cref="Read"/> repeats the run.</summary>
    public static void Write(string path, Arguments arguments) => AtomicFile.Write(path, stream =>
        {
            foreach (var (name, value) in arguments.All)
                stream.Write(Encoding.UTF8.GetBytes($"{name}: {value}\n"));
        });

    private static string Text(YamlNode node, string what) =>
        node switch
        {
            YamlList list => string.Join(',', list.Items.Select(item => item.AsScalar($"an item of {what}").Text)),
            _ => node.AsScalar(what).Text,
        };
}
