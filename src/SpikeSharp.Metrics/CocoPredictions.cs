using System.Globalization;
using System.Text.Json;
using SpikeSharp.Graph.Detection;
using SpikeSharp.Graph.Safetensors;

namespace SpikeSharp.Metrics;

/// <summary>Writes `predictions.json` in the COCO results format: [{image_id, category_id, bbox [x, y, w, h], score}, …].</summary>
public static class CocoPredictions
{
    private const int BoxDecimals = 3,
        ScoreDecimals = 5;

    /// <summary>Writes the file atomically.</summary>
    /// <param name="path">The file to write or replace.</param>
    /// <param name="images">All images, those without detections too: their names decide the ids.</param>
    /// <param name="categories">Category id of each class (<see cref="CocoCategories.Ids"/> for COCO); null: the class itself.</param>
    /// <exception cref="ArgumentException">Two images have the same name.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, IReadOnlyList<ImagePredictions> images, IReadOnlyList<int>? categories = null)
    {
        var ids = ImageIds([.. images.Select(i => i.Image)]);
        AtomicFile.Write(path, stream =>
        {
            using var json = new Utf8JsonWriter(stream);
            json.WriteStartArray();
            for (var i = 0; i < images.Count; i++)
            {
                foreach (var detection in images[i].Detections)
                    Write(json, ids[i], detection, categories);
                if (json.BytesPending > 1 << 16)
                    json.Flush();
            }
            json.WriteEndArray();
        });
    }

    /// <summary>The stem as a number when all stems are different whole numbers, else the place, from 1, among the names sorted.</summary>
    /// <exception cref="ArgumentException">Two images have the same name.</exception>
    public static IReadOnlyList<long> ImageIds(IReadOnlyList<string> images)
    {
        var numbers = new long[images.Count];
        var allNumbers = true;
        for (var i = 0; i < numbers.Length && allNumbers; i++)
        {
            var stem = Path.GetFileNameWithoutExtension(images[i]);
            allNumbers = long.TryParse(stem, NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]);
        }
        if (allNumbers && numbers.Distinct().Count() == numbers.Length)
            return numbers;

        var sorted = images.Order(StringComparer.Ordinal).ToArray();
        var places = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var image in sorted)
        {
            if (!places.TryAdd(image, places.Count + 1))
                throw new ArgumentException($"image '{image}' is given twice", nameof(images));
        }
        return [.. images.Select(i => places[i])];
    }

    private static void Write(Utf8JsonWriter json, long image, Detection detection, IReadOnlyList<int>? categories)
    {
        var box = detection.Box;
        json.WriteStartObject();
        json.WriteNumber("image_id", image);
        json.WriteNumber("category_id", categories?[detection.Class] ?? detection.Class);
        json.WriteStartArray("bbox");
        foreach (var value in (ReadOnlySpan<float>)[box.X1, box.Y1, box.Width, box.Height])
        {
            json.WriteNumberValue(Math.Round((double)value, BoxDecimals));
        }
        json.WriteEndArray();
        json.WriteNumber("score", Math.Round((double)detection.Confidence, ScoreDecimals));
        json.WriteEndObject();
    }
}
