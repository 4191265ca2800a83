using SpikeSharp.Data.Description;
using SpikeSharp.Data.Detection;
using SpikeSharp.Data.Scanning;
using SpikeSharp.Demo;
using SpikeSharp.Engine;
using SpikeSharp.Imaging;
using SpikeSharp.Imaging.Drawing;

namespace SpikeSharp.Bench;

/// <summary>The two pictures on the README's first screen, made of what <c>./spikesharp demo</c> left in its folder.</summary>
internal static class ReadmePictures
{
    private const int Columns = 4,
        Rows = 2,
        PictureSide = 240,
        MapSide = 132,
        Gap = 24,
        Label = 26,
        Maps = 3,
        LeastMap = 20;

    /// <param name="demo">The demonstration's folder.</param>
    /// <param name="pictures">Where detections.jpg and spikes.png go.</param>
    public static void Draw(string demo, string pictures)
    {
        using var engine = SpikeEngine.Load(Path.Combine(demo, "net.spk.safetensors"), new EngineOptions { Mode = EngineMode.Exact });
        var yaml = Directory
            .EnumerateFiles(demo, "*.yaml", SearchOption.AllDirectories)
            .First(file => File.ReadLines(file).Any(line => line.StartsWith("val:", StringComparison.Ordinal)));
        var data = DetectionData.Load(DataYaml.Load(yaml), "val", new ScanOptions(), CancellationToken.None);
        // The first ones as they come, not chosen.
        var files = data.Images.Take(Columns * Rows).Select(image => image.Path).ToArray();
        ImageGrid
            .Compose([.. files.Select(file => Detections(engine, file))], columns: Columns)
            .Save(Path.Combine(pictures, "detections.jpg"), quality: 85);
        var seen = Resampling.Fit(Image.Load(files[0]), new(engine.Graph.Info.ImageSize, engine.Graph.Info.ImageSize));
        Spikes(seen, Layers(engine, seen)).Save(Path.Combine(pictures, "spikes.png"));
    }

    // Some layers whose maps are large enough to recognise the picture in, from the first to the middle one.
    private static FiringMap[] Layers(SpikeEngine engine, Image seen)
    {
        var maps = FiringMaps.Of(engine.Graph, NetworkInput.Of(seen), int.MaxValue);
        var large = maps.Where(map => map.Liveliest.Width >= LeastMap).ToArray();
        return [.. Enumerable.Range(0, Maps).Select(i => large[i * (large.Length / 2) / (Maps - 1)])];
    }

    private static Image Detections(SpikeEngine engine, string file)
    {
        var image = Image.Load(file);
        var scale = (double)PictureSide / Math.Max(image.Width, image.Height);
        var drawn = Resampling.Resize(image, (int)Math.Round(image.Width * scale), (int)Math.Round(image.Height * scale));
        foreach (var found in engine.Detect(image).Objects)
        {
            var box = found.Box;
            drawn.DrawBox(box.X1 * scale, box.Y1 * scale, box.X2 * scale, box.Y2 * scale, Palette.Colour(found.Class), found.Name);
        }
        return drawn;
    }

    // The picture, and beside it a row a layer: a channel's whole numbers, and the binary time steps that add up to them.
    private static Image Spikes(Image seen, IReadOnlyList<FiringMap> maps)
    {
        var (steps, row) = (maps.Max(map => map.Steps.Count), MapSide + Label);
        var image = new Image((steps + 2) * (MapSide + Gap) + Gap, maps.Count * (row + Gap) + Gap);
        image.Fill(Rgb.White);
        Put(image, seen, Gap, (image.Height - row) / 2, "the picture");
        for (var i = 0; i < maps.Count; i++)
        {
            var y = Gap + i * (row + Gap);
            Put(image, maps[i].Liveliest, Column(1), y, $"layer: spikes 0 ... {maps[i].Steps.Count}");
            for (var d = 0; d < maps[i].Steps.Count; d++)
            {
                Put(image, maps[i].Steps[d], Column(d + 2), y, $"step {d + 1}");
                image.Text(d == 0 ? "=" : "+", Column(d + 2) - Gap / 2 - 6, y + MapSide / 2 + 5, Rgb.Black, 0.5);
            }
        }
        return image;
    }

    private static int Column(int number) => Gap + number * (MapSide + Gap);

    private static void Put(Image target, Image map, int x, int y, string label)
    {
        // By the nearest pixel, so that a neuron stays one square.
        for (var row = 0; row < MapSide; row++)
        for (var column = 0; column < MapSide; column++)
            target[x + column, y + row] = map[column * map.Width / MapSide, row * map.Height / MapSide];
        target.Text(label, x, y + MapSide + 17, Rgb.Black, 0.4);
    }
}
