using SpikeSharp.Torch;

namespace SpikeSharp.Models.Spike2Former;

/// <summary>What is to be found in one picture: a class and a mask for every class that occurs (docs/spec/spike2former.md 5.1).</summary>
/// <param name="Labels">The classes, ascending, Int64 [M].</param>
/// <param name="Masks">0 or 1, float32 [M, H, W]; pixels in no class are 0 in all.</param>
internal sealed record MaskTargets(Tensor Labels, Tensor Masks)
{
    /// <summary>How many.</summary>
    public int Count => (int)Labels.Size(0);

    /// <summary>Targets of a picture; of one without any class there are none.</summary>
    /// <param name="pixels">The class of every pixel; any number from <paramref name="classes"/> on is no class.</param>
    /// <param name="classes">K.</param>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    public static MaskTargets Of(ReadOnlySpan<byte> pixels, int classes, int height, int width)
    {
        Span<int> place = stackalloc int[256];
        place.Fill(-1);
        foreach (var number in pixels)
            if (number < classes)
                place[number] = 0;
        var labels = new List<long>();
        for (var number = 0; number < classes && number < place.Length; number++)
        {
            if (place[number] < 0)
                continue;
            place[number] = labels.Count;
            labels.Add(number);
        }
        var masks = new float[labels.Count * pixels.Length];
        for (var i = 0; i < pixels.Length; i++)
            if (place[pixels[i]] is >= 0 and var k)
                masks[k * pixels.Length + i] = 1;
        return new MaskTargets(Tensor.From([.. labels], labels.Count), Tensor.From(masks, labels.Count, height, width));
    }

    /// <summary>The masks at another size, by the nearest pixel: source index ⌊i · in / out⌋.</summary>
    public Tensor At(long height, long width)
    {
        var (h, w) = (Masks.Size(1), Masks.Size(2));
        var rows = Tensor.From([.. Enumerable.Range(0, (int)height).Select(i => i * h / height)], height).To(Masks.Device);
        var columns = Tensor.From([.. Enumerable.Range(0, (int)width).Select(i => i * w / width)], width).To(Masks.Device);
        return Masks.IndexSelect(1, rows).IndexSelect(2, columns);
    }
}
