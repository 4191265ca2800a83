using OpenCvSharp;
using OpenCvSharp.Internal;
using SpikeSharp.Graph.Detection;

namespace SpikeSharp.Imaging;

/// <summary>Resizing, warping and mirroring, by OpenCV, so that results are those of the reference implementations.</summary>
public static unsafe class Resampling
{
    /// <summary>Resizes to a new image.</summary>
    /// <param name="source">Any image.</param>
    /// <param name="width">New width in pixels.</param>
    /// <param name="height">New height in pixels.</param>
    /// <param name="interpolation">Bilinear, or area for shrinking.</param>
    public static Image Resize(Image source, int width, int height, Interpolation interpolation = Interpolation.Bilinear)
    {
        var target = Image.Uninitialised(width, height, source.Channels);
        ResizeInto(source, target, 0, 0, width, height, interpolation);
        return target;
    }

    /// <summary>Resizes into a region of an image that exists; the rest of it stays as it is. Allocates nothing.</summary>
    /// <param name="source">Any image, not the target.</param>
    /// <param name="target">The image to change.</param>
    /// <param name="x">Left column of the region.</param>
    /// <param name="y">Top row of the region.</param>
    /// <param name="width">Width of the region in pixels, at least 1.</param>
    /// <param name="height">Height of the region in pixels, at least 1.</param>
    /// <param name="interpolation">Bilinear, or area for shrinking.</param>
    /// <exception cref="ArgumentException">The region leaves the target or is empty.</exception>
    public static void ResizeInto(
        Image source,
        Image target,
        int x,
        int y,
        int width,
        int height,
        Interpolation interpolation = Interpolation.Bilinear
    )
    {
        RequireTwo(source, target);
        target.RequireInside(x, y, width, height);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if ((width, height) == (source.Width, source.Height))
        {
            source.CopyTo(target, 0, 0, x, y, width, height);
            return;
        }
        fixed (
            byte* from = source.Pixels,
                to = target.Pixels
        )
        {
            var channels = source.Channels;
            using var before = PixelView.Of(source, from);
            using var after = PixelView.Of(to + channels * ((nint)y * target.Width + x), width, height, channels, channels * target.Width);
            OpenCv.Check(
                NativeMethods.imgproc_resize(before.Input, after.Output, new Size(width, height), 0, 0, (int)interpolation),
                "resize"
            );
            after.RequireInPlace("resize");
        }
    }

    /// <summary>Fits an image into a new letterbox.</summary>
    /// <param name="source">The image.</param>
    /// <param name="options">The rectangle and how to fit.</param>
    public static Image Fit(Image source, LetterboxOptions options)
    {
        var letterbox = Letterbox.Plan(source.Width, source.Height, options);
        var target = Image.Uninitialised(letterbox.Width, letterbox.Height, source.Channels);
        FitInto(source, target, letterbox);
        return target;
    }

    /// <summary>Draws a letterbox into an image that exists. Allocates nothing.</summary>
    /// <param name="source">An image of the planned source size.</param>
    /// <param name="target">An image of the letterbox's size; every pixel is written.</param>
    /// <param name="letterbox">Where the source goes.</param>
    /// <exception cref="ArgumentException">An image has another size.</exception>
    public static void FitInto(Image source, Image target, in Letterbox letterbox)
    {
        if (
            (source.Width, source.Height) != (letterbox.SourceWidth, letterbox.SourceHeight)
            || (target.Width, target.Height) != (letterbox.Width, letterbox.Height)
        )
            throw new ArgumentException(
                $"planned for {letterbox.SourceWidth}x{letterbox.SourceHeight} into {letterbox.Width}x{letterbox.Height}, "
                    + $"given {source.Width}x{source.Height} into {target.Width}x{target.Height}"
            );
        if ((letterbox.ResizedWidth, letterbox.ResizedHeight) != (letterbox.Width, letterbox.Height))
            target.Fill(Letterbox.Grey);
        ResizeInto(source, target, letterbox.Left, letterbox.Top, letterbox.ResizedWidth, letterbox.ResizedHeight);
    }

    /// <summary>Moves every pixel by an affine map, bilinearly. Allocates nothing here.</summary>
    /// <param name="source">Any image with sides below 32,768, OpenCV's limit.</param>
    /// <param name="target">The image to fill, not the source.</param>
    /// <param name="matrix">From source to target coordinates; must be invertible.</param>
    /// <param name="border">The level, in every channel, of what lies outside the source.</param>
    /// <exception cref="ArgumentException">The matrix is singular or not finite.</exception>
    public static void WarpAffine(Image source, Image target, in AffineMatrix matrix, byte border)
    {
        RequireTwo(source, target);
        var determinant = matrix.A * matrix.D - matrix.B * matrix.C;
        if (!double.IsFinite(determinant) || determinant == 0 || !double.IsFinite(matrix.X + matrix.Y))
            throw new ArgumentException($"the map {matrix} cannot be inverted", nameof(matrix));
        var values = stackalloc double[] { matrix.A, matrix.B, matrix.X, matrix.C, matrix.D, matrix.Y };
        fixed (
            byte* from = source.Pixels,
                to = target.Pixels
        )
        {
            using var before = PixelView.Of(source, from);
            using var after = PixelView.Of(target, to);
            using var map = PixelView.Matrix(values, columns: 3, rows: 2);
            var status = NativeMethods.imgproc_warpAffine(
                before.Input,
                after.Output,
                map.Input,
                new Size(target.Width, target.Height),
                (int)InterpolationFlags.Linear,
                (int)BorderTypes.Constant,
                Scalar.All(border)
            );
            OpenCv.Check(status, "affine warp");
            after.RequireInPlace("affine warp");
        }
    }

    /// <summary>Mirrors left and right, in place.</summary>
    /// <param name="image">The image to change.</param>
    public static void FlipHorizontally(Image image) => Flip(image, FlipMode.Y);

    /// <summary>Mirrors top and bottom, in place.</summary>
    /// <param name="image">The image to change.</param>
    public static void FlipVertically(Image image) => Flip(image, FlipMode.X);

    private static void Flip(Image image, FlipMode mode)
    {
        fixed (byte* pixels = image.Pixels)
        {
            using var view = PixelView.Of(image, pixels);
            OpenCv.Check(NativeMethods.core_flip(view.Input, view.Output, (int)mode), "flip");
            view.RequireInPlace("flip");
        }
    }

    private static void RequireTwo(Image source, Image target)
    {
        source.RequireLike(target);
        if (ReferenceEquals(source.Pixels, target.Pixels))
            throw new ArgumentException("source and target must be two images", nameof(target));
    }
}
