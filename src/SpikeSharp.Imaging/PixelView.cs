using OpenCvSharp;
using OpenCvSharp.Internal;

namespace SpikeSharp.Imaging;

/// <summary>
/// OpenCV's header over memory of ours. Goes through OpenCvSharp's C functions, because its Mat is an object with a finalizer.
/// The loops that feed training and detection must not allocate one a call.
/// </summary>
internal readonly unsafe ref struct PixelView : IDisposable
{
    private readonly nint _header;
    private readonly byte* _data;

    private PixelView(byte* data, int width, int height, int stride, MatType type)
    {
        OpenCv.Require();
        _data = data;
        OpenCv.Check(NativeMethods.core_Mat_new8(height, width, type, (nint)data, stride, out _header), "pixels");
        OpenCv.Check(NativeMethods.core_InputArray_new_byMat(_header, out var input), "pixels");
        OpenCv.Check(NativeMethods.core_OutputArray_new_byMat(_header, out var output), "pixels");
        (Input, Output) = (input, output);
    }

    /// <summary>For reading: OpenCV's InputArray.</summary>
    public nint Input { get; }

    /// <summary>For writing: OpenCV's OutputArray.</summary>
    public nint Output { get; }

    /// <summary>A byte a channel; rows <paramref name="stride"/> bytes apart.</summary>
    public static PixelView Of(byte* pixels, int width, int height, int channels, int stride) =>
        new(pixels, width, height, stride, MatType.CV_8UC(channels));

    /// <summary>A whole image, whose pixels lie at <paramref name="pixels"/>.</summary>
    public static PixelView Of(Image image, byte* pixels) =>
        Of(pixels, image.Width, image.Height, image.Channels, image.Channels * image.Width);

    /// <summary>A matrix of doubles, row-major.</summary>
    public static PixelView Matrix(double* values, int columns, int rows) =>
        new((byte*)values, columns, rows, columns * sizeof(double), MatType.CV_64FC1);

    /// <summary>OpenCV reallocates an output that does not fit, and then our memory would silently keep its old content.</summary>
    public void RequireInPlace(string subject)
    {
        OpenCv.Check(NativeMethods.core_Mat_data(_header, out var data), subject);
        if (data != _data)
            throw new ImagingException(subject, "the result does not fit the given memory");
    }

    public void Dispose()
    {
        NativeMethods.core_OutputArray_delete(Output);
        NativeMethods.core_InputArray_delete(Input);
        NativeMethods.core_Mat_delete(_header);
    }
}
