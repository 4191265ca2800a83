namespace SpikeSharp.Imaging;

/// <summary>An image or video that cannot be read or written, or a native library that is missing.</summary>
public sealed class ImagingException : Exception
{
    /// <summary>Names what is wrong with a file.</summary>
    /// <param name="file">The file, or the name the caller gave to bytes in memory.</param>
    /// <param name="reason">What was found, what was wanted and what to do, in one sentence without a full stop.</param>
    /// <param name="inner">The cause, when there is one.</param>
    public ImagingException(string file, string reason, Exception? inner = null)
        : base($"'{file}': {reason}.", inner) => (File, Reason) = (file, reason);

    /// <summary>The file, as the caller named it.</summary>
    public string File { get; }

    /// <summary>What is wrong, without the file's name.</summary>
    public string Reason { get; }
}
