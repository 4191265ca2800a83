namespace SpikeSharp.Training;

/// <summary>What the schedule says for one iteration.</summary>
/// <param name="BiasRate">Learning rate of biases.</param>
/// <param name="WeightRate">Learning rate of all other parameters.</param>
/// <param name="Momentum">Momentum of SGD.</param>
/// <param name="Accumulate">Batches added up for one step.</param>
public readonly record struct IterationSettings(double BiasRate, double WeightRate, double Momentum, int Accumulate);
