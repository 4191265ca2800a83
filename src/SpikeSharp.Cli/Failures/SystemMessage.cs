namespace SpikeSharp.Cli.Failures;

/// <summary>
/// What the system's own errors mean to a user. They name a path in quotes, and say neither what it should be nor what to do.
/// </summary>
internal static class SystemMessage
{
    /// <summary>A sentence for an error of input or output; of one that SpikeSharp wrote itself, its own.</summary>
    public static string Of(Exception cause, int code)
    {
        var message = cause.Message;
        if (cause is IOException { InnerException: not null } || Quoted(message) is not { } path)
            return message;
        if (code == ExitCode.Exhausted)
            return $"{path}: not written, the disk is full; free some space and run it again";
        if (Says("Could not find"))
            return $"{path}: no such file or folder";
        if (Says("Is a directory") || (Says("Access to the path") && Directory.Exists(path)))
            return $"{path} is a folder, where a file is wanted";
        return Says("Access to the path") ? $"{path} may not be opened; look at its permissions" : message;

        bool Says(string words) => message.StartsWith(words, StringComparison.Ordinal);
    }

    private static string? Quoted(string message)
    {
        var (start, end) = (message.IndexOf('\''), message.LastIndexOf('\''));
        return end - start > 1 ? message[(start + 1)..end] : null;
    }
}
