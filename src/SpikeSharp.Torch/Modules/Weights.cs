namespace SpikeSharp.Torch.Modules;

/// <summary>A place in a model's <see cref="StateDict"/>: <c>w / "conv1"</c> goes down, and the leaf asks for its tensors.</summary>
public readonly struct Weights(StateDict all, string path)
{
    /// <summary>The model's tensors, and whether it trains.</summary>
    public StateDict All { get; } = all;

    /// <summary>Names from the root, joined by dots.</summary>
    public string Path { get; } = path;

    /// <summary>One name further down.</summary>
    public static Weights operator /(Weights w, string name) => new(w.All, w.Path.Length == 0 ? name : $"{w.Path}.{name}");

    /// <summary>One number further down.</summary>
    public static Weights operator /(Weights w, int index) => w / index.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A parameter drawn evenly from ±bound.</summary>
    public Tensor Uniform(string name, long[] shape, double bound, TensorRole role = TensorRole.Weight)
    {
        var tensor = Tensor.Empty(shape);
        tensor.UniformInPlace(-bound, bound);
        return Add(name, tensor, role);
    }

    /// <summary>A parameter or buffer of one number.</summary>
    public Tensor Constant(string name, long[] shape, double value, TensorRole role, DType type = DType.Float32) =>
        Add(name, Tensor.Full(shape, value, type), role);

    /// <summary>A parameter or buffer with given contents; the state dict owns it from now on.</summary>
    public Tensor Add(string name, Tensor tensor, TensorRole role) => All.Add((this / name).Path, tensor, role);
}
