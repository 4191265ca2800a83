using System.Security.Cryptography;
using System.Text;

namespace SpikeSharp.Data.Scanning;

/// <summary>The hash that tells whether two runs saw the same data: class names, then every file's relative path and contents.</summary>
internal static class DataHash
{
    /// <param name="root">What paths are relative to.</param>
    /// <param name="names">Of the classes.</param>
    /// <param name="files">Path, and the hash of the picture and of the file that says what is on it, null where the path does.</param>
    internal static string Of(string root, IReadOnlyList<string> names, IEnumerable<(string Path, string Image, string? Label)> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var name in names)
            Add(name);
        foreach (var (path, image, label) in files)
        {
            Add(Path.GetRelativePath(root, path).Replace('\\', '/'));
            Add(image);
            if (label is not null)
                Add(label);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());

        void Add(string text)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(text));
            hash.AppendData([0]);
        }
    }
}
