using System.Text.Json;
using System.Text.Json.Serialization;
using SpikeSharp.Imaging;

namespace SpikeSharp.Data.Description;

/// <summary>
/// The segments of COCO's panoptic masks. A pixel's colour is its segment, R + 256 G + 65536 B, 0 for none; the JSON file tells each
/// segment's category.
/// </summary>
internal sealed class PanopticJson
{
    /// <summary>The number that pixels of no segment get: no category has it.</summary>
    public const ushort None = ushort.MaxValue;

    private const long MaxBytes = 2L << 30;

    private static readonly JsonSerializerOptions Settings = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    private readonly string _file;
    private readonly Dictionary<string, Annotation> _masks = new(StringComparer.Ordinal);

    /// <summary>Reads which mask belongs to which image, and its segments.</summary>
    /// <exception cref="DataException">The file is absent, too large or of another form.</exception>
    public PanopticJson(string file)
    {
        _file = file;
        var content = Read<Content>(file);
        var images = content.Images.GroupBy(image => image.Id).ToDictionary(group => group.Key, group => group.First().FileName);
        foreach (var mask in content.Annotations)
        {
            if (!images.TryGetValue(mask.ImageId, out var image))
                throw new DataException(file, null, $"has a mask {mask.FileName} of image {mask.ImageId}, which is not among its images");
            if (!_masks.TryAdd(image, mask))
                throw new DataException(file, null, $"has two masks of {image}");
            if (mask.SegmentsInfo.FirstOrDefault(s => s.CategoryId is < 0 or >= None) is { CategoryId: not 0 } odd)
                throw new DataException(file, null, $"categories are 0 to {None - 1}, found {odd.CategoryId} in {mask.FileName}");
        }
    }

    /// <summary>The file of an image's mask, relative to the folder of the masks; null where none is known.</summary>
    /// <param name="image">The image's path below its folder, or its name.</param>
    public string? MaskOf(string image) => Find(image)?.FileName;

    /// <summary>The category of every pixel; <see cref="None"/> where there is no segment.</summary>
    /// <param name="bytes">The PNG file.</param>
    /// <param name="image">The image that it belongs to, as for <see cref="MaskOf"/>.</param>
    /// <param name="path">What errors call it.</param>
    public ClassMap Decode(ReadOnlySpan<byte> bytes, string image, string path)
    {
        var categories = new Dictionary<int, ushort> { [0] = None };
        foreach (var segment in Find(image)!.Value.SegmentsInfo)
            categories[segment.Id] = (ushort)segment.CategoryId;
        var picture = Image.Decode(bytes, path);
        var numbers = new ushort[picture.Width * picture.Height];
        var (last, category) = (0, None);
        for (var i = 0; i < numbers.Length; i++)
        {
            var id = picture.Pixels[3 * i] | picture.Pixels[3 * i + 1] << 8 | picture.Pixels[3 * i + 2] << 16;
            if (id != last)
            {
                if (!categories.TryGetValue(id, out category))
                    throw new DataException(
                        path,
                        null,
                        $"pixel ({i % picture.Width}, {i / picture.Width}) belongs to the segment {id}, of which {_file} knows nothing; "
                            + $"fetch both anew, from one source"
                    );
                last = id;
            }
            numbers[i] = category;
        }
        return new ClassMap(picture.Width, picture.Height, numbers);
    }

    /// <summary>The categories of a file, by their numbers.</summary>
    /// <exception cref="DataException">The file is absent, too large or of another form, or has no or odd categories.</exception>
    public static IReadOnlyList<PanopticCategory> Categories(string file)
    {
        PanopticCategory[] categories = [.. Read<Heading>(file).Categories.OrderBy(category => category.Id)];
        if (categories.Length == 0)
            throw new DataException(file, null, "has no categories");
        if (categories.FirstOrDefault(category => category.Id is < 0 or >= None) is { Id: not 0 } odd)
            throw new DataException(file, null, $"categories are 0 to {None - 1}, found {odd.Id} ({odd.Name})");
        if (categories.CountBy(category => category.Id).FirstOrDefault(group => group.Value > 1) is { Value: > 1 } twice)
            throw new DataException(file, null, $"has the category {twice.Key} twice");
        return categories;
    }

    private Annotation? Find(string image) =>
        _masks.TryGetValue(image, out var mask) || _masks.TryGetValue(Path.GetFileName(image), out mask) ? mask : null;

    private static T Read<T>(string file)
    {
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read);
            if (stream.Length > MaxBytes)
                throw new DataException(file, null, $"is larger than {MaxBytes >> 20} MiB");
            return JsonSerializer.Deserialize<T>(stream, Settings) ?? throw new DataException(file, null, "is empty");
        }
        catch (JsonException e)
        {
            throw new DataException(file, (int?)e.LineNumber + 1, $"is no panoptic annotation in COCO's form ({e.Message})", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw DataException.NotFound(
                file,
                e is FileNotFoundException or DirectoryNotFoundException
                    ? "no such file; 'panoptic_json:' names it"
                    : $"cannot be read ({e.Message})",
                e
            );
        }
    }

    private sealed record Heading(PanopticCategory[] Categories);

    private sealed record Content(Picture[] Images, Annotation[] Annotations);

    // Structures, since no element of a list can then be nothing.
    [method: JsonConstructor]
    private readonly record struct Picture(long Id, string FileName);

    [method: JsonConstructor]
    private readonly record struct Annotation(long ImageId, string FileName, Segment[] SegmentsInfo);

    [method: JsonConstructor]
    private readonly record struct Segment(int Id, int CategoryId);
}
