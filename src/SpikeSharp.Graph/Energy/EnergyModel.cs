namespace SpikeSharp.Graph.Energy;

/// <summary>Energy of an operation (spec 7, the paper's eq. 16 and 17).</summary>
/// <param name="MacPicojoules">E_MAC, one multiply-accumulate.</param>
/// <param name="AcPicojoules">E_AC, one accumulation.</param>
public sealed record EnergyModel(double MacPicojoules, double AcPicojoules)
{
    private const double MillijoulesPerPicojoule = 1e-9;

    /// <summary>32-bit float in 45 nm: the paper's 4.6 and 0.9 pJ.</summary>
    public static EnergyModel Float32 { get; } = new(4.6, 0.9);

    /// <summary>16-bit float in 45 nm.</summary>
    public static EnergyModel Float16 { get; } = new(1.5, 0.4);

    /// <summary>8-bit integers in 45 nm.</summary>
    public static EnergyModel Int8 { get; } = new(0.23, 0.03);

    /// <summary>Charges layers with a static input at every time step, as the authors' network does, which repeats the image.</summary>
    public bool RepeatStaticLayers { get; init; }

    /// <summary>Eq. 16: multiply-accumulates, in mJ.</summary>
    public double Dense(double macs) => macs * MacPicojoules * MillijoulesPerPicojoule;

    /// <summary>Eq. 17 in its integer form: MAC · rate · E_AC · T, in mJ.</summary>
    /// <param name="macs">Multiply-accumulates of one time step.</param>
    /// <param name="rate">Mean integer spike of the input, 0…D: D times the firing rate of a virtual step.</param>
    /// <param name="timeSteps">T, real time steps.</param>
    public double Spiking(double macs, double rate, int timeSteps = 1) => Accumulations(macs * rate * timeSteps);

    /// <summary>Accumulations, in mJ.</summary>
    public double Accumulations(double count) => count * AcPicojoules * MillijoulesPerPicojoule;
}
