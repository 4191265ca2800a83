namespace SpikeSharp.Graph.Safetensors;

/// <summary>The rule of the format, or of its use, that a file broke.</summary>
public enum SafetensorsRule
{
    /// <summary>The file is shorter than the 8 bytes of the header's length.</summary>
    FileTooShort,

    /// <summary>The header is longer than 100,000,000 bytes.</summary>
    HeaderTooLong,

    /// <summary>The header reaches past the end of the file.</summary>
    HeaderBeyondFile,

    /// <summary>The header does not start with '{' (blanks before it are accepted).</summary>
    HeaderStart,

    /// <summary>The header is not one JSON object in valid UTF-8.</summary>
    HeaderJson,

    /// <summary>A name occurs twice: a tensor, a field of a tensor, or a key of the metadata.</summary>
    DuplicateName,

    /// <summary>`__metadata__` is not an object of strings.</summary>
    Metadata,

    /// <summary>A tensor's entry is not an object of exactly dtype, shape and data_offsets.</summary>
    Entry,

    /// <summary>More than 500,000 tensors: no model has as many, and the list alone would fill the memory.</summary>
    TooManyTensors,

    /// <summary>The element type is not known.</summary>
    UnknownDType,

    /// <summary>A size is negative or not a whole number of 63 bits, or there are more than 64 of them.</summary>
    Shape,

    /// <summary>The number of elements or of bytes does not fit in 63 bits.</summary>
    ShapeOverflow,

    /// <summary>The offsets are not two whole numbers 0 ≤ begin ≤ end.</summary>
    Offsets,

    /// <summary>The offsets span another number of bytes than shape and type need.</summary>
    Size,

    /// <summary>Two tensors share bytes.</summary>
    Overlap,

    /// <summary>Bytes between two tensors, or before the first, belong to none.</summary>
    Hole,

    /// <summary>The last tensor does not end where the file ends.</summary>
    FileEnd,

    /// <summary>The checksum is absent or does not fit the content.</summary>
    Checksum,

    /// <summary>The file has no tensor of the name asked for.</summary>
    MissingTensor,

    /// <summary>The tensor's type cannot be read as the type asked for, or a value does not fit.</summary>
    WrongType,

    /// <summary>The tensor has another number of elements than the destination, or too many for one span.</summary>
    WrongLength,

    /// <summary>A tensor handed to the writer gave another number of bytes than its shape needs.</summary>
    WrongContent,
}
