using System.Globalization;
using SpikeSharp.Data.Description;
using SpikeSharp.Data.Detection;
using SpikeSharp.Data.Scanning;
using SpikeSharp.Imaging;

namespace SpikeSharp.Data.Tests;

/// <summary>A data set in a folder that goes with the test: three classes, images of one colour with a brighter object.</summary>
internal sealed class DataFolder : IDisposable
{
    public DataFolder(int train = 0, int val = 0)
    {
        Write("data.yaml", "train: images/train\nval: images/val\nnames: [a, b, c]\n");
        for (var i = 0; i < train; i++)
            Add("train", $"{i:D3}", 40 + i % 5 * 7, 30 + i % 3 * 13, $"{i % 3} 0.5 0.4 0.4 0.5\n{(i + 1) % 3} 0.25 0.75 0.2 0.3\n");
        for (var i = 0; i < val; i++)
            Add("val", $"{i:D3}", 40 + i % 5 * 7, 30 + i % 3 * 13, $"{i % 3} 0.5 0.4 0.4 0.5\n");
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("spikesharp-data-").FullName;

    public string this[string name] => Path.Combine(Root, name);

    public static Rgb ColourOf(int number) => new((byte)(number * 37 % 200), (byte)(number * 91 % 200), (byte)(number * 53 % 200));

    /// <summary>An image whose colour is its name's number and, unless null, its label file.</summary>
    public void Add(string split, string name, int width, int height, string? labels, string suffix = ".png")
    {
        Directory.CreateDirectory(this[$"images/{split}"]);
        var image = new Image(width, height);
        image.Fill(ColourOf(int.Parse(name, CultureInfo.InvariantCulture)));
        image.Save(this[$"images/{split}/{name}{suffix}"]);
        if (labels is not null)
            Write($"labels/{split}/{name}.txt", labels);
    }

    public void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[name])!);
        File.WriteAllText(this[name], text);
    }

    public DetectionData Load(string split = "train", ScanOptions? options = null) =>
        DetectionData.Load(DataYaml.Load(Root), split, options);

    /// <summary>Every file's name and content, to see that nothing was touched.</summary>
    public string Fingerprint() =>
        string.Join(
            "\n",
            Directory
                .EnumerateFiles(Root, "*", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal)
                .Select(file => file + Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file))))
        );

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
