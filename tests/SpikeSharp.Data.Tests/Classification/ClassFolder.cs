using SpikeSharp.Imaging;

namespace SpikeSharp.Data.Tests.Classification;

/// <summary>A data set in a folder that goes with the test: pictures of two classes, by their colour.</summary>
internal sealed class ClassFolder : IDisposable
{
    public ClassFolder(int train = 6, int val = 3)
    {
        foreach (var (split, count) in (ReadOnlySpan<(string, int)>)[("train", train), ("val", val)])
        {
            for (var i = 0; i < count; i++)
            {
                Add($"{split}/red/{i}.png", new Rgb(220, 20, 20));
                Add($"{split}/blue/{i}.png", new Rgb(20, 20, 220));
            }
        }
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("spikesharp-classes-").FullName;

    public string this[string name] => Path.Combine(Root, name);

    public void Add(string name, Rgb colour, int width = 40, int height = 32)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[name])!);
        var image = new Image(width, height);
        image.Fill(colour);
        image.Save(this[name]);
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
