using SpikeSharp.Graph.Safetensors;
using SpikeSharp.Torch;
using DType = SpikeSharp.Torch.DType;
using FileDType = SpikeSharp.Graph.Safetensors.DType;

namespace SpikeSharp.Checkpoints;

/// <summary>Tensors of libtorch from and to safetensors files.</summary>
public static class SafetensorsTensors
{
    private static readonly (DType Memory, FileDType File)[] Types =
    [
        (DType.UInt8, FileDType.U8),
        (DType.Int8, FileDType.I8),
        (DType.Int16, FileDType.I16),
        (DType.Int32, FileDType.I32),
        (DType.Int64, FileDType.I64),
        (DType.Float16, FileDType.F16),
        (DType.BFloat16, FileDType.BF16),
        (DType.Float32, FileDType.F32),
        (DType.Float64, FileDType.F64),
        (DType.Bool, FileDType.Bool),
    ];

    /// <summary>Reads one tensor, in the file's element type.</summary>
    /// <exception cref="SafetensorsException">The element type has no counterpart (unsigned types wider than a byte).</exception>
    public static Tensor ReadTensor(this SafetensorsFile file, string name)
    {
        var info = file.Tensors[name];
        var index = Array.FindIndex(Types, t => t.File == info.DType);
        if (index < 0)
            throw new SafetensorsException(
                file.FilePath,
                SafetensorsRule.UnknownDType,
                $"tensor '{name}' is {info}, a type that networks do not use"
            );
        var tensor = Tensor.Empty(info.Shape, Types[index].Memory);
        file.Bytes(name).CopyTo(tensor.Bytes());
        return tensor;
    }

    /// <summary>Reads the tensors below a prefix, by their names without it.</summary>
    public static Dictionary<string, Tensor> ReadTensors(this SafetensorsFile file, string prefix = "") =>
        file
            .Tensors.Keys.Where(n => n.StartsWith(prefix, StringComparison.Ordinal))
            .ToDictionary(n => n[prefix.Length..], n => file.ReadTensor(n));

    /// <summary>A tensor to be written under a name; its memory is read when the file is written.</summary>
    public static TensorSource ToSource(this Tensor tensor, string name)
    {
        var type = Array.Find(Types, t => t.Memory == tensor.DType).File;
        return new TensorSource(name, type, tensor.Shape, stream =>
        {
            using var scope = new TensorScope();
            stream.Write(tensor.Detach().To("cpu").Contiguous().Bytes());
        });
    }
}
