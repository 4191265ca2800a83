namespace SpikeSharp.Training;

/// <summary>Training met NaN or infinity and did not recover.</summary>
public sealed class NumericalException(string message) : Exception(message);
