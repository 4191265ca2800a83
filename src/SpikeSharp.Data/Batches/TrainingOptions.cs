using SpikeSharp.Data.Augmentation;
using SpikeSharp.Data.Segmentation;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Data.Batches;

/// <summary>How training batches are made.</summary>
public sealed record TrainingOptions
{
    /// <summary>The side of images where nothing else is said, of training and of all else.</summary>
    public const int UsualImageSize = 640;

    /// <summary>The images in a batch where nothing else is said.</summary>
    public const int UsualBatchSize = 16;

    /// <summary>Side of the square images, pixels.</summary>
    public int ImageSize { get; init; } = UsualImageSize;

    /// <summary>Channels of the pictures: three for RGB, one for grey, else as many as TIFF files have pages.</summary>
    public int Channels { get; init; } = Input.Rgb.Channels;

    /// <summary>Shape of what is cut out of pictures for segmentation; null for the shape that most have at the image size.</summary>
    public PictureShape? CropSize { get; init; }

    /// <summary>Images in a batch; the last of an epoch may have fewer.</summary>
    public int BatchSize { get; init; } = UsualBatchSize;

    /// <summary>Decides order and augmentation, with epoch and position and nothing else.</summary>
    public long Seed { get; init; }

    /// <summary>How images are varied.</summary>
    public AugmentOptions Augment { get; init; } = new();

    /// <summary>
    /// Bytes of resized images kept in memory (cache=ram sets this to what may be spent); 0 keeps what the mosaic's partners need.
    /// </summary>
    public long CacheBytes { get; init; }
}
