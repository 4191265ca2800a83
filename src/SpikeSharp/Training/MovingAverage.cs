using SpikeSharp.Torch;
using SpikeSharp.Torch.Modules;
using SpikeSharp.Torch.Optimisers;

namespace SpikeSharp.Training;

/// <summary>The exponential moving average of a model's weights and running statistics: what is validated and kept as best.</summary>
public sealed class MovingAverage
{
    private readonly Tensor[] _average,
        _source;

    /// <param name="average">The averaged model's tensors; its parameters record no gradients from now on.</param>
    /// <param name="source">The trained model's tensors, of the same structure.</param>
    public MovingAverage(StateDict average, StateDict source)
    {
        foreach (var entry in average.Trained)
            entry.Tensor.RequiresGrad = false;
        // The frozen distribution bins stay as they are: averaging would let them drift by rounding.
        NamedTensor[] averaged = [.. source.Entries.Where(e => e.Role != TensorRole.Frozen && e.Tensor.DType.IsFloatingPoint())];
        _source = [.. averaged.Select(e => e.Tensor)];
        _average = [.. averaged.Select(e => average[e.Name])];
    }

    /// <summary>Updates so far.</summary>
    public long Updates { get; set; }

    /// <summary>Moves the average towards the model's present state.</summary>
    public void Update()
    {
        using var off = GradMode.Off();
        var decay = TrainingSchedule.EmaDecay(++Updates);
        Foreach.MultiplyInPlace(_average, decay);
        Foreach.AddInPlace(_average, _source, 1 - decay);
    }
}
