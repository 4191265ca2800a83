using SpikeSharp.Data.Description;
using SpikeSharp.Data.Scanning;
using SpikeSharp.Data.Segmentation;
using SpikeSharp.Imaging;

namespace SpikeSharp.Data.Tests.Segmentation;

/// <summary>
/// A data set in a folder that goes with the test: the left part of each picture is dark and of class 0, the right bright and of class 1.
/// </summary>
internal sealed class MaskFolder : IDisposable
{
    public MaskFolder(int train = 6, int val = 2, string more = "")
    {
        Write("data.yaml", $"task: segment\ntrain: images/train\nval: images/val\nnames: [dark, bright]\n{more}");
        for (var i = 0; i < train; i++)
            Add("train", $"{i}");
        for (var i = 0; i < val; i++)
            Add("val", $"{i}");
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("spikesharp-masks-").FullName;

    public string this[string name] => Path.Combine(Root, name);

    public void Add(string split, string name, int width = 64, int height = 48, int border = 20, ushort[]? values = null, bool mask = true)
    {
        Picture($"images/{split}/{name}.png", width, height, border);
        if (mask)
            Mask(
                $"masks/{split}/{name}.png",
                width,
                height,
                values ?? [.. Enumerable.Range(0, width * height).Select(i => (ushort)(i % width < border ? 0 : 1))]
            );
    }

    public void Picture(string path, int width, int height, int border = 20) =>
        Picture(path, width, height, (x, _) => Rgb.Grey(x < border ? (byte)30 : (byte)220));

    public void Picture(string path, int width, int height, Func<int, int, Rgb> colour)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[path])!);
        var image = new Image(width, height);
        for (var y = 0; y < height; y++)
        for (var x = 0; x < width; x++)
            image[x, y] = colour(x, y);
        image.Save(this[path]);
    }

    public void Mask(string path, int width, int height, ushort[] values)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[path])!);
        new ClassMap(width, height, values).Save(this[path]);
    }

    public void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[name])!);
        File.WriteAllText(this[name], text);
    }

    public SegmentationData Load(string split = "train", ScanOptions? options = null) =>
        SegmentationData.Load(DataYaml.Load(Root), split, options);

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
