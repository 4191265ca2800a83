namespace SpikeSharp.Graph.Operations;

/// <summary>The functions of <see cref="Activation"/>; σ is the sigmoid, α and β its parameters.</summary>
public enum ActivationKind
{
    /// <summary>1 / (1 + e^−x).</summary>
    Sigmoid,

    /// <summary>tanh x.</summary>
    Tanh,

    /// <summary>e^x.</summary>
    Exp,

    /// <summary>ln x.</summary>
    Log,

    /// <summary>√x.</summary>
    Sqrt,

    /// <summary>x·σ(x), also called swish.</summary>
    SiLU,

    /// <summary>x·Φ(x); with α = 1 by its approximation with tanh.</summary>
    Gelu,

    /// <summary>x, below zero α·(e^x − 1).</summary>
    Elu,

    /// <summary>x·clip(x/6 + ½, 0, 1).</summary>
    HardSwish,

    /// <summary>clip(α·x + β, 0, 1).</summary>
    HardSigmoid,

    /// <summary>ln(1 + e^x).</summary>
    Softplus,

    /// <summary>x·tanh(ln(1 + e^x)).</summary>
    Mish,

    /// <summary>−x.</summary>
    Negate,

    /// <summary>|x|.</summary>
    Abs,

    /// <summary>1/x.</summary>
    Reciprocal,

    /// <summary>x, at least α and at most β.</summary>
    Clip,

    /// <summary>The error function.</summary>
    Erf,
}
