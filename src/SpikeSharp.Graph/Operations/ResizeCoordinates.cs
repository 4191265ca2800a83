namespace SpikeSharp.Graph.Operations;

/// <summary>Where in the input a pixel of the output lies, as ONNX names it (coordinate_transformation_mode).</summary>
public enum ResizeCoordinates
{
    /// <summary>(x + ½) / scale − ½: pixels are squares.</summary>
    HalfPixel,

    /// <summary>x·(input − 1) / (output − 1): the corners' centres meet.</summary>
    AlignCorners,

    /// <summary>x / scale.</summary>
    Asymmetric,

    /// <summary>As <see cref="HalfPixel"/>, but 0 for an output of one pixel.</summary>
    PytorchHalfPixel,
}
