using SpikeSharp.Data.Description;
using SpikeSharp.Imaging;

namespace SpikeSharp.Data.Segmentation;

/// <summary>The class of each number in masks.</summary>
internal sealed class MaskNumbers
{
    // More than so many numbers say nothing that their count does not.
    private const int MostNamed = 8;

    private readonly byte[] _classes = new byte[ushort.MaxValue + 1];
    private readonly bool[] _meant = new bool[ushort.MaxValue + 1];
    private readonly string _allowed;

    public MaskNumbers(MaskSettings settings, int count)
    {
        Array.Fill(_classes, (byte)SegmentationData.Ignored);
        var values = settings.Values ?? Enumerable.Range(0, count).ToDictionary(i => i);
        foreach (var (number, target) in values)
            (_classes[number], _meant[number]) = ((byte)target, true);
        foreach (var number in settings.Ignored.Append(SegmentationData.Ignored))
            _meant[number] = true;
        var (least, most) = (values.Keys.Min(), values.Keys.Max());
        _allowed =
            (most - least == values.Count - 1 ? $"{least} to {most}" : $"one of {values.Count} numbers")
            + $", or {SegmentationData.Ignored} for none";
    }

    /// <summary>The classes of a mask's pixels; 255 for those in none.</summary>
    public byte[] Classify(ClassMap map) => Array.ConvertAll(map.Values, number => _classes[number]);

    /// <summary>The numbers of a mask that are in no class though nobody said so; null where there are none.</summary>
    public StrayNumbers? Strays(ClassMap map, string path)
    {
        var (first, pixels) = (-1, new SortedDictionary<ushort, long>());
        for (var at = 0; at < map.Values.Length; at++)
        {
            var number = map.Values[at];
            if (_meant[number])
                continue;
            if (first < 0)
                first = at;
            pixels[number] = pixels.GetValueOrDefault(number) + 1;
        }
        return first < 0 ? null : new StrayNumbers(path, first % map.Width, first / map.Width, map.Values[first], pixels);
    }

    /// <summary>Tells of a split's stray numbers in one sentence.</summary>
    /// <param name="strays">Those of each mask that has any, at least one.</param>
    public DataProblem Describe(IReadOnlyList<StrayNumbers> strays)
    {
        var all = new SortedDictionary<ushort, long>();
        foreach (var (number, pixels) in strays.SelectMany(stray => stray.Pixels))
            all[number] = all.GetValueOrDefault(number) + pixels;
        var (first, more) = (strays[0], all.Count > MostNamed ? $" and {all.Count - MostNamed} other numbers" : "");
        return new(
            first.Mask,
            null,
            $"pixel ({first.X}, {first.Y}) is {first.Number}, which is no class ({_allowed}); {all.Values.Sum()} such pixels of "
                + $"{strays.Count} masks are ignored, "
                + $"those of {string.Join(", ", all.Take(MostNamed).Select(n => $"{n.Key} ({n.Value})"))}{more}; if they are to be, name "
                + $"the numbers in 'ignore_index:', else give them classes in 'mask_values:'"
        );
    }
}
