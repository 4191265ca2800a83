using System.Diagnostics;
using SpikeSharp.Models.SpikeYolo;
using SpikeSharp.Neurons;
using SpikeSharp.Training;

namespace SpikeSharp.Bench;

/// <summary>
/// The whole training step as users run it: batches made beside it, mosaic, detection loss, clipping, AdamW, moving average.
/// </summary>
internal static class FullStep
{
    public static void Run(string data, string scale, int size, int batch, int runs)
    {
        var folder = Directory.CreateTempSubdirectory("spikesharp-bench-").FullName;
        try
        {
            var watcher = new Watcher(runs, batch);
            using var trainer = new Trainer(
                new TrainOptions
                {
                    Data = data,
                    Network = new SpikeYoloOptions(SpikeYoloVariant.Find(scale)!, 1, new NeuronOptions()),
                    RunFolder = folder,
                    ImageSize = size,
                    Batch = batch,
                    NominalBatch = batch,
                    Optimiser = OptimiserKind.AdamW,
                    Validate = false,
                    Plots = false,
                    CacheImages = true,
                },
                watcher
            );
            try
            {
                trainer.Run(watcher.Cancel.Token);
            }
            catch (OperationCanceledException) when (watcher.Cancel.IsCancellationRequested)
            {
                // Stopped after the runs asked for.
            }
            Report.Print("full train", [.. watcher.Seconds]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private sealed class Watcher(int runs, int batch) : ITrainingReporter
    {
        private const int WarmUp = 3;
        private long _mark;
        private int _seen;

        public CancellationTokenSource Cancel { get; } = new();
        public List<double> Seconds { get; } = [];

        public void Started(TrainingSetup setup) => _mark = Stopwatch.GetTimestamp();

        public void BatchDone(BatchProgress progress)
        {
            if (++_seen > WarmUp && progress.Batch > 1)
                Seconds.Add(Stopwatch.GetElapsedTime(_mark).TotalSeconds / batch);
            _mark = Stopwatch.GetTimestamp();
            if (Seconds.Count == runs)
                Cancel.Cancel();
        }

        public void EpochDone(EpochResult result) { }

        public void Note(string message) => Console.Error.WriteLine(message);
    }
}
