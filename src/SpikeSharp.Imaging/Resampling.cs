using OpenCvSharp;
using OpenCvSharp.Internal;

namespace SpikeSharp.Imaging;

/// <summary>Resizing, warping and reordering pixels, by OpenCV, so that results are those of the reference implementations.</summary>
public static unsafe class Resampling
{
    /// <summary>Resizes to a new image.</summary>
    /// <param name="source">Any image.</param>
    /// <param name="width">New width in pixels.</param>
    /// <param name="height">New height in pixels.</param>
    /// <param name="interpolation">Bilinear, or area for shrinking.</param>
    public static Image Resize(Image source, int width, int height, Interpolation interpolation = Interpolation.Bilinear)
    {
        var target = Image.Uninitialised(width, height);
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
            using var before = PixelView.Colour(from, source.Width, source.Height, 3 * source.Width);
            using var after = PixelView.Colour(to + 3 * ((nint)y * target.Width + x), width, height, 3 * target.Width);
            OpenCv.Check(
                NativeMethods.imgproc_resize(before.Input, after.Output, new Size(width, height), 0, 0, (int)interpolation),
                "resize"
            );
            after.RequireInPlace("resize");
        }
    }

    /// <summary>Moves every pixel by an affine map, bilinearly. Allocates nothing here.</summary>
    /// <param name="source">Any image with sides below 32,768, OpenCV's limit.</param>
    /// <param name="target">The image to fill, not the source.</param>
    /// <param name="matrix">From source to target coordinates; must be invertible.</param>
    /// <param name="border">The colour of what lies outside the source.</param>
    /// <exception cref="ArgumentException">The matrix is singular or not finite.</exception>
    public static void WarpAffine(Image source, Image target, in AffineMatrix matrix, Rgb border)
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
            using var before = PixelView.Colour(from, source.Width, source.Height, 3 * source.Width);
            using var after = PixelView.Colour(to, target.Width, target.Height, 3 * target.Width);
            using var map = PixelView.Matrix(values, columns: 3, rows: 2);
            var status = NativeMethods.imgproc_warpAffine(
                before.Input,
                after.Output,
                map.Input,
                new Size(target.Width, target.Height),
                (int)InterpolationFlags.Linear,
                (int)BorderTypes.Constant,
                new Scalar(border.R, border.G, border.B)
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

    /// <summary>Interleaved [H, W, 3] to planar [3, H, W], the order of network inputs.</summary>
    /// <param name="image">The image.</param>
    /// <param name="planes">3·H·W bytes: all red, all green, all blue.</param>
    /// <exception cref="ArgumentException">The span has another length.</exception>
    public static void ToPlanes(Image image, Span<byte> planes)
    {
        if (planes.Length != image.Pixels.Length)
            throw new ArgumentException(
                $"the planes of a {image.Width}x{image.Height} image have {image.Pixels.Length} bytes, the span has {planes.Length}",
                nameof(planes)
            );
        fixed (
            byte* from = image.Pixels,
                to = planes
        )
        {
            using var pixels = PixelView.Colour(from, image.Width, image.Height, 3 * image.Width);
            for (var channel = 0; channel < 3; channel++)
            {
                using var plane = PixelView.Plane(to + (nint)channel * image.Width * image.Height, image.Width, image.Height);
                OpenCv.Check(NativeMethods.core_extractChannel(pixels.Input, plane.Output, channel), "planes");
                plane.RequireInPlace("planes");
            }
        }
    }

    private static void Flip(Image image, FlipMode mode)
    {
        fixed (byte* pixels = image.Pixels)
        {
            using var view = PixelView.Colour(pixels, image.Width, image.Height, 3 * image.Width);
            OpenCv.Check(NativeMethods.core_flip(view.Input, view.Output, (int)mode), "flip");
            view.RequireInPlace("flip");
        }
    }

    private static void RequireTwo(Image source, Image target)
    {
        if (ReferenceEquals(source.Pixels, target.Pixels))
            throw new ArgumentException("source and target must be two images", nameof(target));
    }
}
