using System.Collections.Concurrent;
using System.Text.Json;

namespace SpikeSharp.Data.Scanning;

/// <summary>
/// Remembers image verdicts in the data set's folder, by path, size and time of change. It only ever saves work: a cache that cannot
/// be read or written is as good as none.
/// </summary>
internal sealed class VerdictCache
{
    public const string FileName = ".spikesharp-cache.json";
    private const int Format = 1;
    private const long MaxBytes = 1L << 30;

    // A file changed twice within the clock's grain keeps its time; so a verdict on a file this young is not kept.
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(3);

    private readonly string _root;
    private readonly string _path;
    private readonly ConcurrentDictionary<string, ImageVerdict> _known;
    private readonly long _youngest = (DateTime.UtcNow - Settled).Ticks;
    private volatile bool _changed;

    public VerdictCache(string root)
    {
        (_root, _path) = (root, Path.Combine(root, FileName));
        _known = Read() ?? new(StringComparer.Ordinal);
    }

    public ImageVerdict Of(string image)
    {
        var key = Path.GetRelativePath(_root, image);
        if (_known.TryGetValue(key, out var verdict) && verdict is not null && verdict.StillHolds(new FileInfo(image)))
            return verdict;
        verdict = ImageVerdict.Of(image);
        // Bad verdicts are not kept: they are few, and another OpenCV may read what this one cannot.
        if (verdict.IsGood && verdict.Modified < _youngest)
            _known[key] = verdict;
        else if (!_known.TryRemove(key, out _))
            return verdict;
        _changed = true;
        return verdict;
    }

    public void Save()
    {
        if (!_changed || IsMeantToStay())
            return;
        var temporary = $"{_path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                JsonSerializer.Serialize(file, new Content(Format, _known));
                file.Flush(flushToDisk: true);
            }
            File.Move(temporary, _path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A read-only or full disk: the next start decodes again.
            try
            {
                File.Delete(temporary);
            }
            catch (Exception again) when (again is IOException or UnauthorizedAccessException) { }
        }
    }

    // The superuser may write everywhere; a folder whose owner took the permission away is to stay as it is all the same.
    private bool IsMeantToStay() =>
        !OperatingSystem.IsWindows()
        && Directory.Exists(_root)
        && (File.GetUnixFileMode(_root) & UnixFileMode.UserWrite) == UnixFileMode.None;

    private ConcurrentDictionary<string, ImageVerdict>? Read()
    {
        try
        {
            using var file = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            if (file.Length > MaxBytes)
                return null;
            return JsonSerializer.Deserialize<Content>(file) is { Version: Format, Images: { } images }
                ? new(images, StringComparer.Ordinal)
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or NotSupportedException)
        {
            return null;
        }
    }

    private sealed record Content(int Version, IDictionary<string, ImageVerdict> Images);
}
