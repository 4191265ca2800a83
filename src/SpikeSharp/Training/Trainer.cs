using System.Diagnostics;
using SpikeSharp.Checkpoints;
using SpikeSharp.Compilation;
using SpikeSharp.Data.Batches;
using SpikeSharp.Evaluation;
using SpikeSharp.Models;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Optimisers;

namespace SpikeSharp.Training;

/// <summary>
/// Trains a network for its task (spec/spikeyolo.md 5.1–5.3): the same options, data and machine give the same weights, byte for byte, however often
/// the run was interrupted.
/// </summary>
public sealed class Trainer : IDisposable
{
    private const int MaxRecoveries = 3;
    private static readonly TimeSpan SaveInterval = TimeSpan.FromMinutes(10);

    private readonly TrainOptions options;
    private readonly ITrainingReporter reporter;
    private readonly TrainingTask task;
    private readonly TrainingRecipe recipe;
    private readonly Network model, average;
    private readonly MovingAverage movingAverage;
    private readonly Optimiser optimiser;
    private readonly TrainingCheckpoint checkpoints;
    private readonly RunRecord record;
    private readonly EnergyEstimate energy;
    private readonly LossMean losses;
    private TrainingState state;

    /// <summary>Reads the data and builds the network, or, with <paramref name="resume"/>, restores both from the run's folder.</summary>
    /// <param name="options">The run.</param>
    /// <param name="reporter">Sees the run.</param>
    /// <param name="resume">Go on from the folder's last checkpoint.</param>
    /// <param name="cancel">Ends the reading of the data.</param>
    public Trainer(TrainOptions options, ITrainingReporter reporter, bool resume = false, CancellationToken cancel = default)
    {
        (this.options, this.reporter) = (options, reporter);
        TorchRuntime.Threads = options.Threads > 0 ? options.Threads : Environment.ProcessorCount;
        TorchRuntime.Seed(options.Seed);
        task = TrainingTask.Of(options, cancel);
        losses = new LossMean(task.Columns.Losses.Count);
        var names = task.Names;
        var description = new ModelDescription(options.Network with { Classes = names.Count }, names, options.ImageSize);
        model = description.Options.Build();
        average = description.Options.Build();
        if (options.Pretrained is { } pretrained && !resume) Pretrain(pretrained);
        energy = new EnergyEstimate(GraphCompiler.Compile(average, description), task.Shape.Height, task.Shape.Width);
        average.Weights.Load(model.Weights.Entries.ToDictionary(e => e.Name, e => e.Tensor));
        model.Weights.To(options.Device);
        average.Weights.To(options.Device);
        model.Weights.Training = true;
        movingAverage = new MovingAverage(average.Weights, model.Weights);

        recipe = TrainingRecipe.Of(options, names.Count, task.BatchesPerEpoch);
        optimiser = recipe.Create(model.Weights);
        checkpoints = new TrainingCheckpoint(Path.Combine(options.RunFolder, "weights"), description);
        record = new RunRecord(options, task, resume, reporter.Note);

        state = TrainingState.Start(task.Train.Hash);
        if (resume) Resume();
        reporter.Started(new TrainingSetup(options, description, model.Weights.ParameterCount, task.Columns, task.Train.Report, task.Validation?.Report, recipe.ToString()!, state.Epoch));
    }

    /// <summary>Path of the best checkpoint.</summary>
    public string BestPath => options.Validate ? checkpoints.Best : checkpoints.Last;

    /// <summary>Trains to the end. A cancelled run writes a checkpoint before it throws.</summary>
    /// <returns>How good the best weights are on the validation images; null without validation.</returns>
    /// <exception cref="OperationCanceledException">Cancelled; the run can be resumed exactly where it stopped.</exception>
    /// <exception cref="NumericalException">The loss was not finite, again after three recoveries.</exception>
    public TaskResult? Run(CancellationToken cancel = default)
    {
        // There is something to go back to, and to resume, from the first batch on.
        if (state is { Epoch: 0, Batch: 0, OptimiserSteps: 0 }) Save(0);
        while (!state.Done)
        {
            var epoch = state.Epoch;
            var (start, cpu, seconds) = (Stopwatch.GetTimestamp(), Process.GetCurrentProcess().TotalProcessorTime, state.Seconds);
            if (!TrainEpoch(epoch, cancel)) continue;                       // recovered from NaN: the state says where to go on
            var (wall, processor) = (Stopwatch.GetElapsedTime(start).TotalSeconds, (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalSeconds);
            var validation = Validate(seconds + wall, cancel);
            FinishEpoch(epoch, validation, wall, processor, seconds + Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        return record.Finish(BestPath, cancel);
    }

    /// <summary>Frees networks and optimiser.</summary>
    public void Dispose()
    {
        optimiser.Dispose();
        average.Dispose();
        model.Dispose();
    }

    private TaskResult? Validate(double seconds, CancellationToken cancel)
    {
        try
        {
            return task.Validate(average, losses: true, pictures: null, cancel);
        }
        catch (OperationCanceledException)
        {
            Save(seconds);                                  // all batches of the epoch are done: resumed, it goes on with the validation
            throw;
        }
    }

    // False when the epoch ended in a recovery.
    private bool TrainEpoch(int epoch, CancellationToken cancel)
    {
        var first = state.Batch;
        var (start, saved) = (Stopwatch.GetTimestamp(), Stopwatch.GetTimestamp());
        using var loader = task.Load(epoch, first);
        foreach (var batch in loader)
        {
            using (batch)
            {
                record.Show(epoch, state.Batch, batch);
                if (!Step(epoch, batch)) return Recover(epoch, batch);
                state = state with { Batch = state.Batch + 1 };
                Report(epoch, first, batch, start);
            }
            if (cancel.IsCancellationRequested || Stopwatch.GetElapsedTime(saved) > SaveInterval)
            {
                Save(state.Seconds + Stopwatch.GetElapsedTime(start).TotalSeconds);
                saved = Stopwatch.GetTimestamp();
                cancel.ThrowIfCancellationRequested();
            }
        }
        return true;
    }

    private bool Step(int epoch, ImageBatch batch)
    {
        using var scope = new TensorScope();
        var settings = recipe.At(epoch, state.Batch);
        var maps = model.Forward(Pixels.ToTensor(batch.Pixels, batch.Count, batch.Height, batch.Width, options.Device));
        var loss = task.Loss(maps, batch);
        if (!double.IsFinite(loss.Parts.Sum())) return false;
        loss.Total.Backward();
        losses.Add(loss.Parts);
        var iteration = (long)epoch * task.BatchesPerEpoch + state.Batch;
        if (iteration - state.LastStep < settings.Accumulate) return true;
        optimiser.ClipGradients(recipe.GradientNorm);
        recipe.Apply(optimiser, settings, state.RateFactor);
        optimiser.Step();
        optimiser.ZeroGrad();
        movingAverage.Update();
        state = state with { LastStep = iteration };
        return true;
    }

    private void FinishEpoch(int epoch, TaskResult? validation, double wall, double processor, double seconds)
    {
        var fitness = validation?.Fitness ?? -1;
        var best = fitness > state.BestFitness;
        var ended = epoch + 1 == options.Epochs
            || (options.Patience > 0 && validation is not null && epoch - (best ? epoch : state.BestEpoch) >= options.Patience)
            || (options.TimeLimitHours > 0 && seconds > options.TimeLimitHours * 3600);
        var mean = losses.Mean;
        losses.Clear();
        state = state with
        {
            Epoch = epoch + 1, Batch = 0, Done = ended, BestFitness = best ? fitness : state.BestFitness, BestEpoch = best ? epoch : state.BestEpoch,
        };
        var settings = recipe.At(epoch, task.BatchesPerEpoch - 1);
        var result = new EpochResult(
            epoch, options.Epochs, mean, validation, validation is null ? null : energy.Millijoules(validation.FiringRates), settings.BiasRate * state.RateFactor, settings.WeightRate * state.RateFactor, seconds, wall, processor, best);
        record.Add(result);
        if (best) checkpoints.SaveWeights(average.Weights);
        if (options.SavePeriod > 0 && (epoch + 1) % options.SavePeriod == 0) checkpoints.SaveWeights(average.Weights, checkpoints.Kept(epoch));
        Save(seconds);
        reporter.EpochDone(result);
        if (ended && epoch + 1 < options.Epochs) reporter.Note($"stopped after epoch {epoch + 1}: no better fitness for {options.Patience} epochs, or the time limit was reached");
    }

    private void Save(double seconds)
    {
        state = state with
        {
            OptimiserSteps = optimiser.Steps, AverageUpdates = movingAverage.Updates, Seconds = seconds,
            LossSums = losses.Sums, LossCount = losses.Count,
        };
        checkpoints.SaveLast(state, average.Weights, model.Weights, optimiser);
    }

    private void Resume()
    {
        state = checkpoints.Load(average.Weights, model.Weights, optimiser, reporter.Note)
            ?? throw new CheckpointException(checkpoints.Last, "there is no checkpoint to resume from; start the run without --resume");
        if (state.DataHash != task.Train.Hash) reporter.Note("the training images or labels have changed since the run began: it goes on, but is not the run it was");
        Restore();
    }

    private void Restore()
    {
        movingAverage.Updates = state.AverageUpdates;
        losses.Restore(state.LossSums, state.LossCount);
        record.KeepEpochs(state.Epoch);
    }

    private bool Recover(int epoch, ImageBatch batch)
    {
        var where = $"loss not finite in epoch {epoch + 1}, batch {state.Batch + 1} ({string.Join(", ", batch.Images.Take(4).Select(i => Path.GetFileName(i.Path)))}, …)";
        var (recoveries, factor) = (state.Recoveries + 1, state.RateFactor / 2);
        if (recoveries > MaxRecoveries) throw new NumericalException($"{where}, for the fourth time; lower lr0 or look at these images");
        var before = checkpoints.Load(average.Weights, model.Weights, optimiser, reporter.Note)
            ?? throw new NumericalException($"{where}, before the first checkpoint; lower lr0 or look at these images");
        state = before with { Recoveries = recoveries, RateFactor = factor };
        Restore();
        reporter.Note($"{where}: going on from the last checkpoint with learning rates times {factor} (recovery {recoveries} of {MaxRecoveries})");
        return false;
    }

    private void Report(int epoch, int first, ImageBatch batch, long start)
    {
        var elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var done = state.Batch - first;
        var left = ((double)(options.Epochs - epoch - 1) * task.BatchesPerEpoch) + task.BatchesPerEpoch - state.Batch;
        reporter.BatchDone(new BatchProgress(
            epoch, options.Epochs, state.Batch, task.BatchesPerEpoch, losses.Mean, task.Items(batch), done * options.Batch / elapsed, TimeSpan.FromSeconds(elapsed / done * left)));
    }

    // Class branches of another class count start afresh, and the run says so; any other weight of another shape is an error.
    private void Pretrain(string path)
    {
        using var scope = new TensorScope();
        using var file = Checkpoint.Open(path);
        var source = Checkpoint.ReadWeights(model.Weights, file);
        var shapes = model.Weights.Entries.ToDictionary(e => e.Name, e => e.Tensor.Shape);
        var other = source.Keys.Where(n => n.StartsWith(model.ClassBranches, StringComparison.Ordinal)
            && shapes.TryGetValue(n, out var shape) && !shape.AsSpan().SequenceEqual(source[n].Shape)).ToArray();
        foreach (var name in other) source.Remove(name);
        var report = model.Weights.Load(source);
        if (report.Matched.Count == 0) throw new CheckpointException(path, "no weight in it has a name of this network");
        reporter.Note($"{path}: {report}"
            + (other.Length > 0 ? $"; {other.Length} of the class branches belong to another class count and start afresh" : ""));
    }
}
