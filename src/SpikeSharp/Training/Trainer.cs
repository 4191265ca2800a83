using System.Diagnostics;
using SpikeSharp.Checkpoints;
using SpikeSharp.Compilation;
using SpikeSharp.Data.Batches;
using SpikeSharp.Evaluation;
using SpikeSharp.Models;
using SpikeSharp.TaskLosses;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Optimisers;

namespace SpikeSharp.Training;

/// <summary>
/// Trains a network for its task (docs/spec/spikeyolo.md 5.1–5.3): the same options, data and machine give the same weights, byte for byte,
/// however often the run was interrupted.
/// </summary>
public sealed class Trainer : IDisposable
{
    private const int MaxRecoveries = 3;
    private static readonly TimeSpan SaveInterval = TimeSpan.FromMinutes(10);

    private readonly TrainOptions _options;
    private readonly ITrainingReporter _reporter;
    private readonly TrainingTask _task;
    private readonly TrainingRecipe _recipe;
    private readonly Network _model,
        _average;
    private readonly MovingAverage _movingAverage;
    private readonly Optimiser _optimiser;
    private readonly TrainingCheckpoint _checkpoints;
    private readonly RunRecord _record;
    private readonly EnergyEstimate _energy;
    private readonly LossMean _losses;
    private TrainingState _state;

    /// <summary>Reads the data and builds the network, or, with <paramref name="resume"/>, restores both from the run's folder.</summary>
    /// <param name="options">The run.</param>
    /// <param name="reporter">Sees the run.</param>
    /// <param name="resume">Go on from the folder's last checkpoint.</param>
    /// <param name="cancel">Ends the reading of the data.</param>
    public Trainer(TrainOptions options, ITrainingReporter reporter, bool resume = false, CancellationToken cancel = default)
    {
        (_options, _reporter) = (options, reporter);
        TorchRuntime.Threads = options.Threads > 0 ? options.Threads : Environment.ProcessorCount;
        TorchRuntime.Seed(options.Seed);
        _task = TrainingTask.Of(options, cancel);
        _losses = new LossMean(_task.Columns.Losses.Count);
        var names = _task.Names;
        var description = new ModelDescription(options.Network with { Classes = names.Count }, names, options.ImageSize);
        _model = description.Options.Build();
        _average = description.Options.Build();
        if (options.Pretrained is { } pretrained && !resume)
            Pretrain(pretrained);
        _energy = new EnergyEstimate(GraphCompiler.Compile(_average, description), _task.Shape.Height, _task.Shape.Width);
        _average.Weights.Load(_model.Weights.Entries.ToDictionary(e => e.Name, e => e.Tensor));
        _model.Weights.To(options.Device);
        _average.Weights.To(options.Device);
        _model.Weights.Training = true;
        _movingAverage = new MovingAverage(_average.Weights, _model.Weights);

        _recipe = TrainingRecipe.Of(options, names.Count, _task.BatchesPerEpoch);
        _optimiser = _recipe.Create(_model.Weights);
        _checkpoints = new TrainingCheckpoint(Path.Combine(options.RunFolder, "weights"), description);
        _record = new RunRecord(options, _task, resume, reporter.Note);

        _state = TrainingState.Start(_task.Train.Hash);
        if (resume)
            Resume();
        reporter.Started(
            new TrainingSetup(
                options,
                description,
                _model.Weights.ParameterCount,
                _task.Columns,
                _task.Train.Report,
                _task.Validation?.Report,
                _recipe.ToString()!,
                _state.Epoch
            )
        );
    }

    /// <summary>Path of the best checkpoint.</summary>
    public string BestPath => _options.Validate ? _checkpoints.Best : _checkpoints.Last;

    /// <summary>Trains to the end. A cancelled run writes a checkpoint before it throws.</summary>
    /// <returns>How good the best weights are on the validation images; null without validation.</returns>
    /// <exception cref="OperationCanceledException">Cancelled; the run can be resumed exactly where it stopped.</exception>
    /// <exception cref="NumericalException">The loss was not finite, again after three recoveries.</exception>
    public TaskResult? Run(CancellationToken cancel = default)
    {
        // There is something to go back to, and to resume, from the first batch on.
        if (_state is { Epoch: 0, Batch: 0, OptimiserSteps: 0 })
            Save(0);
        while (!_state.Done)
        {
            var epoch = _state.Epoch;
            var (start, cpu, seconds) = (Stopwatch.GetTimestamp(), Process.GetCurrentProcess().TotalProcessorTime, _state.Seconds);
            if (!TrainEpoch(epoch, cancel))
                continue; // recovered from NaN: the state says where to go on
            var (wall, processor) = (
                Stopwatch.GetElapsedTime(start).TotalSeconds,
                (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalSeconds
            );
            var validation = Validate(seconds + wall, cancel);
            FinishEpoch(epoch, validation, wall, processor, seconds + Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        return _record.Finish(BestPath, cancel);
    }

    /// <summary>Frees networks and optimiser.</summary>
    public void Dispose()
    {
        _optimiser.Dispose();
        _average.Dispose();
        _model.Dispose();
    }

    private TaskResult? Validate(double seconds, CancellationToken cancel)
    {
        try
        {
            return _task.Validate(_average, losses: true, pictures: null, cancel);
        }
        catch (OperationCanceledException)
        {
            Save(seconds); // all batches of the epoch are done: resumed, it goes on with the validation
            throw;
        }
    }

    // False when the epoch ended in a recovery.
    private bool TrainEpoch(int epoch, CancellationToken cancel)
    {
        var first = _state.Batch;
        var (start, saved) = (Stopwatch.GetTimestamp(), Stopwatch.GetTimestamp());
        using var loader = _task.Load(epoch, first);
        foreach (var batch in loader)
        {
            using (batch)
            {
                _record.Show(epoch, _state.Batch, batch);
                if (!Step(epoch, batch))
                    return Recover(epoch, batch);
                _state = _state with { Batch = _state.Batch + 1 };
                Report(epoch, first, batch, start);
            }
            if (cancel.IsCancellationRequested || Stopwatch.GetElapsedTime(saved) > SaveInterval)
            {
                Save(_state.Seconds + Stopwatch.GetElapsedTime(start).TotalSeconds);
                saved = Stopwatch.GetTimestamp();
                cancel.ThrowIfCancellationRequested();
            }
        }
        return true;
    }

    private bool Step(int epoch, ImageBatch batch)
    {
        using var scope = new TensorScope();
        var settings = _recipe.At(epoch, _state.Batch);
        var maps = _model.Forward(PictureTensor.Of(batch.Pixels, _model.Options.Input, _options.Device));
        var loss = _task.Loss(maps, batch);
        if (!double.IsFinite(loss.Parts.Sum()))
            return false;
        loss.Total.Backward();
        _losses.Add(loss.Parts);
        var iteration = (long)epoch * _task.BatchesPerEpoch + _state.Batch;
        if (iteration - _state.LastStep < settings.Accumulate)
            return true;
        _optimiser.ClipGradients(_recipe.GradientNorm);
        _recipe.Apply(_optimiser, settings, _state.RateFactor);
        _optimiser.Step();
        _optimiser.ZeroGrad();
        _movingAverage.Update();
        _state = _state with { LastStep = iteration };
        return true;
    }

    private void FinishEpoch(int epoch, TaskResult? validation, double wall, double processor, double seconds)
    {
        var fitness = validation?.Fitness ?? -1;
        var best = fitness > _state.BestFitness;
        var ended =
            epoch + 1 == _options.Epochs
            || (_options.Patience > 0 && validation is not null && epoch - (best ? epoch : _state.BestEpoch) >= _options.Patience)
            || (_options.TimeLimitHours > 0 && seconds > _options.TimeLimitHours * 3600);
        var mean = _losses.Mean;
        _losses.Clear();
        _state = _state with
        {
            Epoch = epoch + 1,
            Batch = 0,
            Done = ended,
            BestFitness = best ? fitness : _state.BestFitness,
            BestEpoch = best ? epoch : _state.BestEpoch,
        };
        var settings = _recipe.At(epoch, _task.BatchesPerEpoch - 1);
        var result = new EpochResult(
            epoch,
            _options.Epochs,
            mean,
            validation,
            validation is null ? null : _energy.Millijoules(validation.FiringRates),
            settings.BiasRate * _state.RateFactor,
            settings.WeightRate * _state.RateFactor,
            seconds,
            wall,
            processor,
            best
        );
        _record.Add(result);
        if (best)
            _checkpoints.SaveWeights(_average.Weights);
        if (_options.SavePeriod > 0 && (epoch + 1) % _options.SavePeriod == 0)
            _checkpoints.SaveWeights(_average.Weights, _checkpoints.Kept(epoch));
        Save(seconds);
        _reporter.EpochDone(result);
        if (ended && epoch + 1 < _options.Epochs)
            _reporter.Note(
                $"stopped after epoch {epoch + 1}: no better fitness for {_options.Patience} epochs, or the time limit was reached"
            );
    }

    private void Save(double seconds)
    {
        _state = _state with
        {
            OptimiserSteps = _optimiser.Steps,
            AverageUpdates = _movingAverage.Updates,
            Seconds = seconds,
            LossSums = _losses.Sums,
            LossCount = _losses.Count,
        };
        _checkpoints.SaveLast(_state, _average.Weights, _model.Weights, _optimiser);
    }

    private void Resume()
    {
        _state = _checkpoints.Load(_average.Weights, _model.Weights, _optimiser, _reporter.Note)
            ?? throw new CheckpointException(_checkpoints.Last, "there is no checkpoint to resume from; start the run without --resume");
        if (_state.DataHash != _task.Train.Hash)
            _reporter.Note("the training images or labels have changed since the run began: it goes on, but is not the run it was");
        Restore();
    }

    private void Restore()
    {
        _movingAverage.Updates = _state.AverageUpdates;
        _losses.Restore(_state.LossSums, _state.LossCount);
        _record.KeepEpochs(_state.Epoch);
    }

    private bool Recover(int epoch, ImageBatch batch)
    {
        var where =
            $"loss not finite in epoch {epoch + 1}, batch {_state.Batch + 1} "
            + $"({string.Join(", ", batch.Images.Take(4).Select(i => Path.GetFileName(i.Path)))}, …)";
        var (recoveries, factor) = (_state.Recoveries + 1, _state.RateFactor / 2);
        if (recoveries > MaxRecoveries)
            throw new NumericalException($"{where}, for the fourth time; lower lr0 or look at these images");
        var before = _checkpoints.Load(_average.Weights, _model.Weights, _optimiser, _reporter.Note)
            ?? throw new NumericalException($"{where}, before the first checkpoint; lower lr0 or look at these images");
        _state = before with { Recoveries = recoveries, RateFactor = factor };
        Restore();
        _reporter.Note(
            $"{where}: going on from the last checkpoint with learning rates times {factor} (recovery {recoveries} of {MaxRecoveries})"
        );
        return false;
    }

    private void Report(int epoch, int first, ImageBatch batch, long start)
    {
        var elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var done = _state.Batch - first;
        var left = ((double)(_options.Epochs - epoch - 1) * _task.BatchesPerEpoch) + _task.BatchesPerEpoch - _state.Batch;
        _reporter.BatchDone(
            new BatchProgress(
                epoch,
                _options.Epochs,
                _state.Batch,
                _task.BatchesPerEpoch,
                _losses.Mean,
                _task.Items(batch),
                done * _options.Batch / elapsed,
                TimeSpan.FromSeconds(elapsed / done * left)
            )
        );
    }

    // Class branches of another class count start afresh, and the run says so; any other weight of another shape is an error.
    private void Pretrain(string path)
    {
        using var scope = new TensorScope();
        using var file = Checkpoint.Open(path);
        var source = Checkpoint.ReadWeights(_model.Weights, file);
        var shapes = _model.Weights.Entries.ToDictionary(e => e.Name, e => e.Tensor.Shape);
        var other = source
            .Keys.Where(n =>
                n.StartsWith(_model.ClassBranches, StringComparison.Ordinal)
                && shapes.TryGetValue(n, out var shape)
                && !shape.AsSpan().SequenceEqual(source[n].Shape)
            )
            .ToArray();
        foreach (var name in other)
            source.Remove(name);
        var report = _model.Weights.Load(source);
        if (report.Matched.Count == 0)
            throw new CheckpointException(path, "no weight in it has a name of this network");
        _reporter.Note(
            $"{path}: {report}"
                + (other.Length > 0 ? $"; {other.Length} of the class branches belong to another class count and start afresh" : "")
        );
    }
}
