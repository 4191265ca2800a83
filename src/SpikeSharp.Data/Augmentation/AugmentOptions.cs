using System.Globalization;
using SpikeSharp.Data.Segmentation;

namespace SpikeSharp.Data.Augmentation;

/// <summary>How training images are varied, under Ultralytics' names (hsv_h, fliplr, …) and with its defaults.</summary>
public sealed record AugmentOptions
{
    /// <summary>hsv_h: hue gain 1 ± this, 0…1.</summary>
    public double HsvH { get; init; } = 0.015;

    /// <summary>hsv_s: saturation gain 1 ± this, 0…1.</summary>
    public double HsvS { get; init; } = 0.7;

    /// <summary>hsv_v: value gain 1 ± this, 0…1.</summary>
    public double HsvV { get; init; } = 0.4;

    /// <summary>degrees: rotation ± this, 0…180°.</summary>
    public double Degrees { get; init; }

    /// <summary>translate: shift ± this share of the side, 0…1.</summary>
    public double Translate { get; init; } = 0.1;

    /// <summary>scale: size 1 ± this, 0 to below 1.</summary>
    public double Scale { get; init; } = 0.5;

    /// <summary>shear: ± this on each axis, 0 to below 90°.</summary>
    public double Shear { get; init; }

    /// <summary>perspective: not supported, so only 0 (Ultralytics' default) is accepted rather than another value ignored.</summary>
    public double Perspective { get; init; }

    /// <summary>flipud: probability of turning the image upside down.</summary>
    public double FlipUd { get; init; }

    /// <summary>fliplr: probability of mirroring left and right.</summary>
    public double FlipLr { get; init; } = 0.5;

    /// <summary>mosaic: probability of joining four images into one.</summary>
    public double Mosaic { get; init; } = 1;

    /// <summary>mixup: probability of blending with a second image.</summary>
    public double MixUp { get; init; }

    /// <summary>copy_paste: probability of pasting objects; needs outlines, which boxes do not have, so only 0 is accepted.</summary>
    public double CopyPaste { get; init; }

    /// <summary>
    /// ratio_range: of segmentation, the picture's size is that of <see cref="RatioSize"/> times a number of this range, instead of what
    /// <see cref="Scale"/> does.
    /// </summary>
    public RatioRange? RatioRange { get; init; }

    /// <summary>
    /// ratio_size: long and short side, in any order, that the picture fits within at 1 of <see cref="RatioRange"/>, at least 1; null for a
    /// long side of the image size.
    /// </summary>
    public PictureShape? RatioSize { get; init; }

    /// <summary>
    /// cat_max_ratio: of segmentation, another part of the picture is tried, ten times, while one class has at least this share of the
    /// pixels in classes; above 0, 1 for no limit.
    /// </summary>
    public double CatMaxRatio { get; init; } = 1;

    /// <summary>
    /// photometric_distortion: of segmentation, brightness, contrast, saturation and hue by chance, instead of what hsv_h, hsv_s and hsv_v
    /// do.
    /// </summary>
    public bool PhotometricDistortion { get; init; }

    /// <summary>Options that leave an image as it is but for its letterbox.</summary>
    public static AugmentOptions None { get; } =
        new()
        {
            HsvH = 0,
            HsvS = 0,
            HsvV = 0,
            Translate = 0,
            Scale = 0,
            FlipLr = 0,
            Mosaic = 0,
        };

    /// <summary>Checks every range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range, or NaN; named as Ultralytics names it.</exception>
    public void Validate()
    {
        Check("hsv_h", HsvH, 1);
        Check("hsv_s", HsvS, 1);
        Check("hsv_v", HsvV, 1);
        Check("degrees", Degrees, 180);
        Check("translate", Translate, 1);
        Check("scale", Scale, 0.99);
        Check("shear", Shear, 89);
        Check("perspective", Perspective, 0);
        Check("flipud", FlipUd, 1);
        Check("fliplr", FlipLr, 1);
        Check("mosaic", Mosaic, 1);
        Check("mixup", MixUp, 1);
        Check("copy_paste", CopyPaste, 0);
        if (!(CatMaxRatio > 0 && CatMaxRatio <= 1))
            throw new ArgumentOutOfRangeException("cat_max_ratio", CatMaxRatio, "cat_max_ratio must be above 0 and at most 1");
        if (RatioSize is { } size && (size.Height < 1 || size.Width < 1))
            throw new ArgumentOutOfRangeException("ratio_size", size, "ratio_size must be two sides of at least 1 pixel");
        if (RatioRange is { } range && !(range.Least > 0 && range.Least <= range.Most && range.Most <= 10))
            throw new ArgumentOutOfRangeException(
                "ratio_range",
                range,
                "ratio_range must be two numbers above 0 and at most 10, the smaller first"
            );
    }

    private static void Check(string name, double value, double largest)
    {
        if (!(value >= 0 && value <= largest))
            throw new ArgumentOutOfRangeException(
                name,
                value,
                largest == 0
                    ? $"{name} is not supported and must be 0"
                    : string.Create(CultureInfo.InvariantCulture, $"{name} must be 0 to {largest}")
            );
    }
}
