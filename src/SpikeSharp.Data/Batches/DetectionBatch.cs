using System.Runtime.InteropServices;
using SpikeSharp.Data.Detection;
using SpikeSharp.Graph.Detection;

namespace SpikeSharp.Data.Batches;

/// <summary>A batch of images and their objects.</summary>
public sealed class DetectionBatch : ImageBatch
{
    private readonly List<int> _imageIndex = [];
    private readonly List<int> _classes = [];
    private readonly List<float> _boxes = [];

    internal DetectionBatch(int count, int height, int width, int channels)
        : base(count, height, width, channels) { }

    /// <summary>For each object, the image in the batch it is on, ascending; [M].</summary>
    public ReadOnlySpan<int> ImageIndex => CollectionsMarshal.AsSpan(_imageIndex);

    /// <summary>For each object its class, from 0; [M].</summary>
    public ReadOnlySpan<int> Class => CollectionsMarshal.AsSpan(_classes);

    /// <summary>For each object centre x, centre y, width, height as shares of W and H; [M, 4].</summary>
    public ReadOnlySpan<float> XywhNormalised => CollectionsMarshal.AsSpan(_boxes);

    /// <summary>The box of an object in the pixels of its file: the ground truth that detections are compared with.</summary>
    /// <param name="item">The object, 0…M−1.</param>
    /// <returns>Edges, clipped to the image.</returns>
    public Box OriginalBox(int item)
    {
        var box = XywhNormalised.Slice(4 * item, 4);
        var (x, y, w, h) = (box[0] * Width, box[1] * Height, box[2] * Width / 2, box[3] * Height / 2);
        return Images[_imageIndex[item]].Mapping.ToImage(new Box(x - w, y - h, x + w, y + h));
    }

    internal void Add(int index, ObjectLabel label)
    {
        _imageIndex.Add(index);
        _classes.Add(label.Class);
        _boxes.AddRange([label.X, label.Y, label.Width, label.Height]);
    }
}
