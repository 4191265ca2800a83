namespace SpikeSharp.Imaging;

/// <summary>The image file formats that are read and written.</summary>
public enum ImageFormat
{
    /// <summary>JPEG (.jpg, .jpeg); lossy.</summary>
    Jpeg,

    /// <summary>PNG (.png); lossless.</summary>
    Png,

    /// <summary>Windows bitmap (.bmp); uncompressed.</summary>
    Bmp,

    /// <summary>WebP (.webp); lossy.</summary>
    WebP,

    /// <summary>TIFF (.tif, .tiff); lossless. The first picture of several.</summary>
    Tiff,
}
