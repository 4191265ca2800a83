using System.IO.Enumeration;
using SpikeSharp.Data;
using SpikeSharp.Data.Detection;

namespace SpikeSharp.Prediction;

/// <summary>What a source names: a picture, a video, a folder of them, a pattern, or a .txt list. Addresses are never opened.</summary>
public static class SourceListing
{
    private const long MaxListBytes = 256L << 20;
    private const int MaxDepth = 16;

    private static readonly string[] Everything = ["*"];

    private static readonly HashSet<string> VideoSuffixes = new(StringComparer.OrdinalIgnoreCase)
    {
        ".asf",
        ".avi",
        ".gif",
        ".m4v",
        ".mkv",
        ".mov",
        ".mp4",
        ".mpeg",
        ".mpg",
        ".ts",
        ".wmv",
        ".webm",
    };

    /// <summary>Whether the name ends as a video's does.</summary>
    public static bool IsVideo(string path) => VideoSuffixes.Contains(Path.GetExtension(path));

    /// <summary>Lists the files of a source.</summary>
    /// <param name="source">
    /// A file of any ending (not a video's: taken for a picture); a folder, whose own pictures and videos are taken; a pattern, where * and
    /// ? stand for letters and ** for folders; or a .txt list, one path a line, relative to the list.
    /// </param>
    /// <returns>At least one file; those of folders and patterns in ordinal order, those of a list in its own.</returns>
    /// <exception cref="DataException">There is nothing there, or a line of the list is no picture or video.</exception>
    public static IReadOnlyList<SourceFile> List(string source)
    {
        if (source.Contains('\0'))
            throw new DataException(source, null, "a path must not contain a zero byte");
        if (Directory.Exists(source))
            return Found(
                source,
                Matching(source, Everything),
                $"holds no picture and no video itself; for those in folders below it name the pattern {source.TrimEnd('/')}/**/*"
            );
        if (!File.Exists(source))
        {
            return source.AsSpan().IndexOfAny('*', '?') < 0
                ? throw DataException.NotFound(source, "is not there; name a picture, a video, a folder, a pattern or a .txt list")
                : Found(source, Expand(source), "matches no picture and no video");
        }
        return Path.GetExtension(source).Equals(".txt", StringComparison.OrdinalIgnoreCase)
            ? InList(Path.GetFullPath(source))
            : [Of(Path.GetFullPath(source))];
    }

    private static SourceFile Of(string path) => new(path, IsVideo(path));

    private static bool IsKnown(string path) => ImageListing.IsImage(path) || IsVideo(path);

    private static SourceFile[] Found(string source, IEnumerable<string> paths, string otherwise)
    {
        SourceFile[] files = [.. paths.Where(IsKnown).Select(Path.GetFullPath).Distinct().Order(StringComparer.Ordinal).Select(Of)];
        return files.Length > 0 ? files : throw DataException.NotFound(source, otherwise);
    }

    private static SourceFile[] InList(string list)
    {
        if (new FileInfo(list).Length > MaxListBytes)
            throw new DataException(list, null, $"is larger than {MaxListBytes >> 20} MiB");
        var files = new List<SourceFile>();
        var number = 0;
        foreach (var line in File.ReadLines(list))
        {
            number++;
            var path = line.Trim();
            if (path.Length == 0)
                continue;
            if (path.Contains('\0') || !IsKnown(path))
                throw new DataException(list, number, "is not the path of a picture or video");
            files.Add(Of(Path.GetFullPath(path, Path.GetDirectoryName(list)!)));
        }
        return files.Count > 0 ? [.. files] : throw new DataException(list, null, "names no picture and no video");
    }

    // Up to the first part with a * or ? the pattern is a folder.
    private static IEnumerable<string> Expand(string pattern)
    {
        var parts = pattern.Split('/', Path.DirectorySeparatorChar);
        var first = Array.FindIndex(parts, part => part.AsSpan().IndexOfAny('*', '?') >= 0);
        var folder = string.Join('/', parts[..first]);
        if (folder.Length == 0)
            folder = first == 0 ? "." : "/";
        return Matching(folder, parts[first..]);
    }

    private static IEnumerable<string> Matching(string folder, ReadOnlyMemory<string> parts, int depth = 0)
    {
        if (!Directory.Exists(folder) || depth > MaxDepth)
            return [];
        var (part, rest) = (parts.Span[0], parts[1..]);
        if (part.Length == 0)
            return rest.Length == 0 ? [] : Matching(folder, rest, depth);
        try
        {
            if (part == "**")
            {
                var deeper = Directory.GetDirectories(folder).SelectMany(inner => Matching(inner, parts, depth + 1));
                return [.. Matching(folder, rest.Length == 0 ? Everything : rest, depth), .. deeper];
            }
            bool Fits(string path) => FileSystemName.MatchesSimpleExpression(part, Path.GetFileName(path), ignoreCase: false);
            return rest.Length == 0
                ? Directory.GetFiles(folder).Where(Fits)
                : [.. Directory.GetDirectories(folder).Where(Fits).SelectMany(inner => Matching(inner, rest, depth + 1))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw DataException.NotFound(folder, $"cannot be read ({e.Message})", e);
        }
    }
}
