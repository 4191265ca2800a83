using System.Globalization;
using SpikeSharp.Imaging;

namespace SpikeSharp.Bench;

/// <summary>
/// N-MNIST recordings (events of a camera that looks at digits) as pictures, a folder a digit: what a classifier can be trained on in
/// minutes.
/// </summary>
/// <remarks>A pixel's red counts its ON events, its blue its OFF events, over the whole recording. Of every twenty recordings, in the order
/// of their numbers, fourteen are for training, three for validation and three for the test.</remarks>
internal static class EventFrames
{
    private const int Side = 34,
        EventBytes = 5,
        Brightness = 20;

    public static void Write(string recordings, string output)
    {
        var lines = File.ReadLines(Path.Combine(recordings, "train1K.txt"))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split('\t'))
            .ToArray();
        foreach (var (index, words) in lines.Index())
        {
            var split = (index % 20) switch
            {
                < 14 => "train",
                < 17 => "val",
                _ => "test",
            };
            var folder = Path.Combine(output, split, words[1].Trim());
            Directory.CreateDirectory(folder);
            var number = int.Parse(words[0], CultureInfo.InvariantCulture);
            Frame(File.ReadAllBytes(Path.Combine(recordings, $"{number}.bs2")), $"{number}.bs2")
                .Save(Path.Combine(folder, $"{number:D4}.png"));
        }
        Console.WriteLine($"{lines.Length} recordings as pictures in {output}");
    }

    // An event: x, y, then polarity (top bit) and time in microseconds (23 bits), big-endian.
    private static Image Frame(ReadOnlySpan<byte> events, string name)
    {
        if (events.Length % EventBytes != 0)
            throw new InvalidDataException($"{name}: {events.Length} bytes are no whole number of events");
        var image = new Image(Side, Side);
        for (var at = 0; at < events.Length; at += EventBytes)
        {
            int x = events[at],
                y = events[at + 1];
            if (x >= Side || y >= Side)
                throw new InvalidDataException($"{name}: event {at / EventBytes} lies at ({x}, {y}), outside {Side}x{Side}");
            ref var count = ref image.Pixels[3 * (y * Side + x) + (events[at + 2] >= 128 ? 0 : 2)];
            count = (byte)Math.Min(255, count + Brightness);
        }
        return image;
    }
}
