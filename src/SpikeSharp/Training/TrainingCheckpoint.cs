using SpikeSharp.Checkpoints;
using SpikeSharp.Graph.Safetensors;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Modules;
using SpikeSharp.Torch.Optimisers;

namespace SpikeSharp.Training;

/// <summary>
/// The checkpoints of a run: <c>weights/last</c> with everything an exact resume needs, the one before it as <c>last.previous</c>, and
/// <c>weights/best</c> with the averaged weights alone. All hold the averaged weights under the plain names: those are the network to use.
/// </summary>
/// <param name="folder">The run's <c>weights</c> folder.</param>
/// <param name="description">The network.</param>
public sealed class TrainingCheckpoint(string folder, ModelDescription description)
{
    private const string StateKey = "spikesharp.training";
    private const string Model = Checkpoint.TrainingPrefix + "model/",
        Optimiser = Checkpoint.TrainingPrefix + "optimiser/",
        Gradient = Checkpoint.TrainingPrefix + "gradient/";

    /// <summary>Path of the last checkpoint.</summary>
    public string Last => Path.Combine(folder, "last.safetensors");

    /// <summary>Path of the best checkpoint.</summary>
    public string Best => Path.Combine(folder, "best.safetensors");

    private string Previous => Path.Combine(folder, "last.previous.safetensors");

    /// <summary>Writes <see cref="Last"/>, keeping the one before.</summary>
    public void SaveLast(TrainingState state, StateDict average, StateDict model, Optimiser optimiser)
    {
        using var scope = new TensorScope();
        Directory.CreateDirectory(folder);
        if (File.Exists(Last))
            File.Move(Last, Previous, overwrite: true);
        var tensors = model
            .Entries.Select(e => e.Tensor.ToSource(Model + e.Name))
            .Concat(optimiser.State().Select(s => s.Tensor.ToSource(Optimiser + s.Name)))
            .Concat(
                from e in model.Trained
                let gradient = e.Tensor.Grad
                where gradient is not null
                select gradient.ToSource(Gradient + e.Name)
            );
        try
        {
            Checkpoint.Save(Last, description, average, tensors, [new(StateKey, state.ToJson())]);
        }
        catch when (!File.Exists(Last) && File.Exists(Previous))
        {
            // A full disk: the run stays where it was, and three checkpoints are never needed at once.
            File.Move(Previous, Last);
            throw;
        }
    }

    /// <summary>Writes the averaged weights alone, as <see cref="Best"/> or under another name.</summary>
    public void SaveWeights(StateDict average, string? path = null)
    {
        Directory.CreateDirectory(folder);
        Checkpoint.Save(path ?? Best, description, average);
    }

    /// <summary>Path of the checkpoint kept for an epoch.</summary>
    public string Kept(int epoch) => Path.Combine(folder, $"epoch{epoch}.safetensors");

    /// <summary>Restores a run from the last checkpoint, or from the one before when the last cannot be read.</summary>
    /// <param name="average">Averaged weights to fill.</param>
    /// <param name="model">Weights to fill.</param>
    /// <param name="optimiser">Optimiser to fill.</param>
    /// <param name="note">Told when the older checkpoint had to be used.</param>
    /// <returns>Where the run stands; null when there is no checkpoint.</returns>
    /// <exception cref="CheckpointException">There are checkpoints, but none fits.</exception>
    public TrainingState? Load(StateDict average, StateDict model, Optimiser optimiser, Action<string> note)
    {
        Exception? failure = null;
        foreach (var path in (string[])[Last, Previous])
        {
            if (!File.Exists(path))
                continue;
            try
            {
                var state = Read(path, average, model, optimiser);
                if (path == Previous)
                    note(
                        $"{Last} {(failure is null ? "is missing" : $"cannot be read ({failure.Message})")}: going on from the "
                            + $"checkpoint before it"
                    );
                return state;
            }
            catch (Exception e) when (e is SafetensorsException or CheckpointException or IOException)
            {
                failure ??= e;
            }
        }
        return failure is null ? null : throw new CheckpointException(Last, $"no checkpoint of this run can be read: {failure.Message}");
    }

    private static TrainingState Read(string path, StateDict average, StateDict model, Optimiser optimiser)
    {
        using var scope = new TensorScope();
        using var file = SafetensorsFile.Open(path);
        file.Verify();
        var state = file.Metadata.TryGetValue(StateKey, out var text) ? TrainingState.FromJson(text) : null;
        if (state is null)
            throw new CheckpointException(path, "it holds no training state: it can be used with --model, but not resumed");
        var remembered = optimiser.State().ToDictionary(s => Optimiser + s.Name, s => s.Tensor);
        Require(path, Checkpoint.LoadWeights(average, file).Missing);
        Require(path, model.Load(file.ReadTensors(Model)).Missing);
        Require(path, [.. remembered.Keys.Where(n => !file.Tensors.ContainsKey(n))]);
        foreach (var (name, tensor) in remembered)
            tensor.CopyFrom(file.ReadTensor(name));
        foreach (var entry in model.Trained)
            entry.Tensor.Grad = file.Tensors.ContainsKey(Gradient + entry.Name)
                ? file.ReadTensor(Gradient + entry.Name).To(entry.Tensor.Device)
                : null;
        optimiser.Steps = state.OptimiserSteps;
        return state;
    }

    private static void Require(string path, IReadOnlyList<string> missing)
    {
        if (missing.Count > 0)
            throw new CheckpointException(path, $"it lacks '{missing[0]}' and {missing.Count - 1} more tensors that a resume needs");
    }
}
