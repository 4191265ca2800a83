using SpikeSharp.Cli.Failures;
using SpikeSharp.Cli.Options;

namespace SpikeSharp.Cli.Invocation;

/// <summary>
/// Looks at where results are to go before work begins: a mistyped path costs a sentence, not a night, and no input is written over.
/// </summary>
internal static class OutputPaths
{
    private static readonly Option<string?>[] Inputs =
    [
        OptionTable.Cfg,
        OptionTable.DataSet,
        OptionTable.Source,
        OptionTable.Model,
        OptionTable.AnnModel,
        OptionTable.Calibrate,
        OptionTable.Weights,
        OptionTable.Tensors,
    ];

    /// <summary>Checks every path that the arguments say to write.</summary>
    /// <exception cref="UsageException">One cannot be written, or is an input as well.</exception>
    public static void Check(Arguments arguments)
    {
        var options = arguments.Verb.Options;
        foreach (var option in ((Option<string?>[])[OptionTable.OutputFile, OptionTable.Json, OptionTable.Project]).Where(options.Contains))
        {
            if (arguments.Get(option) is not { } path)
                continue;
            var full = FullPath(option, path);
            var isFolder = option == OptionTable.Project || (option == OptionTable.OutputFile && arguments.Verb.WritesFolder);
            if (!isFolder)
                CheckFile(option, path, full, arguments);
            if (FileAbove(isFolder ? full : Path.GetDirectoryName(full)) is { } file)
                throw new UsageException($"{option.Switch} {path} cannot be written: {file} is a file, not a folder");
        }
    }

    private static void CheckFile(Option<string?> option, string path, string full, Arguments arguments)
    {
        if (Directory.Exists(full) || Path.EndsInDirectorySeparator(path))
            throw new UsageException($"{option.Switch} {path} is a folder; name a file in it");
        // A file is replaced, not written into: that would be the end of the device.
        if (full.StartsWith("/dev/", StringComparison.Ordinal) && !full.StartsWith("/dev/shm/", StringComparison.Ordinal))
            throw new UsageException($"{option.Switch} {path} is a device; name a file");
        foreach (var input in Inputs.Where(arguments.Verb.Options.Contains))
        {
            if (arguments.Get(input) is { } read && File.Exists(read) && FullPath(input, read) == full)
                throw new UsageException($"{option.Switch} {path} would replace what {input.Switch} names; choose another file");
        }
    }

    private static string FullPath(Option option, string path) =>
        path.Contains('\0') ? throw new UsageException($"{option.Switch} must not contain a zero byte") : Path.GetFullPath(path);

    // The nearest part of the path that is there, if it is a file.
    private static string? FileAbove(string? folder)
    {
        while (folder is not null && !Path.Exists(folder))
            folder = Path.GetDirectoryName(folder);
        return File.Exists(folder) ? folder : null;
    }
}
