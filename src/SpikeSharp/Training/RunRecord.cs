using System.Globalization;
using System.Text;
using SpikeSharp.Data.Batches;
using SpikeSharp.Data.Detection;
using SpikeSharp.Evaluation;
using SpikeSharp.Graph.Safetensors;

namespace SpikeSharp.Training;

/// <summary>What a run leaves in its folder besides its weights, as users of Ultralytics know it (conventions C5).</summary>
internal sealed class RunRecord
{
    private const string Header =
        "epoch,time,train/box_loss,train/cls_loss,train/dfl_loss,metrics/precision(B),metrics/recall(B),metrics/mAP50(B),metrics/mAP50-95(B),"
        + "val/box_loss,val/cls_loss,val/dfl_loss,lr/pg0,lr/pg1,lr/pg2,metrics/rate,train_seconds,train_cpu_seconds";

    private readonly TrainOptions options;
    private readonly List<string> rows = [];

    public RunRecord(TrainOptions options, DetectionData train, DetectionData? validation, bool resume)
    {
        this.options = options;
        Directory.CreateDirectory(options.RunFolder);
        if (resume && File.Exists(ResultsPath)) rows.AddRange(File.ReadLines(ResultsPath).Skip(1));
    }

    private string ResultsPath => Path.Combine(options.RunFolder, "results.csv");

    // The first batches of the run, and of the epochs without mosaic.
    public bool WantsPicture(int epoch, int batch, int closeMosaic) => options.Plots && batch < 3 && (epoch == 0 || epoch == options.Epochs - closeMosaic);

    public void DrawTrainingBatch(DetectionBatch batch, IReadOnlyList<string> names)
    {
    }

    // Rows of epochs that a resumed run will train again.
    public void KeepEpochs(int count)
    {
        if (rows.Count > count) rows.RemoveRange(count, rows.Count - count);
    }

    public void Add(EpochResult r)
    {
        var (m, v) = (r.Validation?.Metrics, r.Validation?.Losses ?? default);
        double[] values =
        [
            r.Seconds, r.Losses.Box, r.Losses.Class, r.Losses.Dfl, m?.Precision ?? 0, m?.Recall ?? 0, m?.Map50 ?? 0, m?.Map ?? 0, v.Box, v.Class, v.Dfl,
            r.BiasRate, r.WeightRate, r.WeightRate, r.Validation?.MeanRate ?? 0, r.TrainSeconds, r.CpuSeconds,
        ];
        rows.Add($"{r.Epoch + 1},{string.Join(',', values.Select(x => x.ToString("G6", CultureInfo.InvariantCulture)))}");
        AtomicFile.Write(ResultsPath, stream => stream.Write(Encoding.UTF8.GetBytes($"{Header}\n{string.Join('\n', rows)}\n")));
    }

    public void Finish(IDetector average, DetectionValidator? validator, CancellationToken cancel)
    {
    }
}
