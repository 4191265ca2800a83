using SpikeSharp.Data;
using SpikeSharp.Data.Batches;
using SpikeSharp.Data.Classification;
using SpikeSharp.Data.Detection;
using SpikeSharp.Data.Segmentation;
using SpikeSharp.Engine;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Detection;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Evaluation.Sweep;

/// <summary>Scores an ANN, and what it was converted to after several time steps, on a split of any task.</summary>
public sealed class TaskSweep : IDisposable
{
    private readonly RunsOverTime _runs;
    private readonly OncePerImage _ann;
    private readonly DataSplit _data;
    private readonly ValidateOptions _validate;
    private readonly IReadOnlyList<int> _steps;
    private readonly int _sizeStep;

    /// <param name="data">The split; its kind says the task.</param>
    /// <param name="validate">Sizes and thresholds; one image a batch.</param>
    /// <param name="ann">The ANN.</param>
    /// <param name="spiking">What it has become.</param>
    /// <param name="steps">Time steps, rising.</param>
    /// <param name="options">How the engine runs both.</param>
    /// <param name="sizeStep">Both sides of a picture must be multiples of this.</param>
    public TaskSweep(
        DataSplit data,
        ValidateOptions validate,
        SpikeGraph ann,
        SpikeGraph spiking,
        IReadOnlyList<int> steps,
        EngineOptions options,
        int sizeStep
    )
    {
        (_data, _validate, _steps, _sizeStep) = (data, validate, steps, sizeStep);
        var output = data is DetectionData ? DetectorGraph.Of(spiking).Boxes : spiking.Outputs[0].Name;
        _ann = new OncePerImage(ann, output, options with { Mode = EngineMode.Exact, TimeSteps = null, StepsTogether = 0 });
        _runs = new RunsOverTime(spiking, output, steps, options);
    }

    /// <summary>The scores of the ANN, at T = 0, and then of the spiking network after each of the time steps.</summary>
    /// <param name="progress">Told how many images are done, of how many.</param>
    /// <param name="cancel">Ends it between two images.</param>
    public StepScore[] Run(IProgress<(int Done, int Total)>? progress, CancellationToken cancel)
    {
        INetwork[] networks = [_ann, .. _steps.Select((_, step) => new AtStep(_runs, step))];
        IReadOnlyList<Dictionary<string, double>> scores = _data switch
        {
            DetectionData objects => Detect(objects, networks, progress, cancel),
            SegmentationData pixels => Segment(pixels, networks, progress, cancel),
            _ => Classify((ClassificationData)_data, networks, progress, cancel),
        };
        return [.. scores.Zip(_steps.Prepend(0), (values, steps) => new StepScore(steps, values))];
    }

    /// <summary>Frees the engines.</summary>
    public void Dispose()
    {
        _ann.Dispose();
        _runs.Dispose();
    }

    private Dictionary<string, double>[] Detect(
        DetectionData data,
        INetwork[] networks,
        IProgress<(int Done, int Total)>? progress,
        CancellationToken cancel
    )
    {
        var results = new DetectionValidator(data, _validate).Run(
            [.. networks.Select(network => new Detector(network))],
            progress: progress,
            cancel: cancel
        );
        return
        [
            .. results.Select(result => new Dictionary<string, double>
            {
                ["AP50"] = result.Metrics.Map50,
                ["AP50-95"] = result.Metrics.Map,
            }),
        ];
    }

    private Dictionary<string, double>[] Segment(
        SegmentationData data,
        INetwork[] networks,
        IProgress<(int Done, int Total)>? progress,
        CancellationToken cancel
    )
    {
        var results = new SegmentationValidator(data, _validate).Run(
            [.. networks.Select(network => new Scorer(network, _sizeStep))],
            progress: progress,
            cancel: cancel
        );
        return
        [
            .. results.Select(result => new Dictionary<string, double>
            {
                ["mIoU"] = result.Metrics.MeanIoU,
                ["pixel accuracy"] = result.Metrics.PixelAccuracy,
            }),
        ];
    }

    private Dictionary<string, double>[] Classify(
        ClassificationData data,
        INetwork[] networks,
        IProgress<(int Done, int Total)>? progress,
        CancellationToken cancel
    )
    {
        var results = new ClassificationValidator(data, _validate).Run(
            [.. networks.Select(network => new Scorer(network, _sizeStep))],
            progress: progress,
            cancel: cancel
        );
        return
        [
            .. results.Select(result => new Dictionary<string, double>
            {
                ["top-1"] = result.Metrics.Top1,
                ["top-5"] = result.Metrics.Top5,
            }),
        ];
    }

    /// <summary>What the validators ask, with the answer of whichever network is measured.</summary>
    private interface INetwork
    {
        SpikeGraph Graph { get; }

        float[] Next(ReadOnlySpan<byte> picture, int height, int width);
    }

    // The first of the steps runs the image; the others, asked after it, are told what has come out.
    private sealed class AtStep(RunsOverTime runs, int step) : INetwork
    {
        public SpikeGraph Graph => runs.Graph;

        public float[] Next(ReadOnlySpan<byte> picture, int height, int width)
        {
            if (step == 0)
                runs.Run(picture, height, width);
            return runs.At(step);
        }
    }

    private sealed class OncePerImage(SpikeGraph graph, string output, EngineOptions options) : INetwork, IDisposable
    {
        private readonly SpikeEngine _engine = new(graph, options);

        public SpikeGraph Graph => graph;

        public float[] Next(ReadOnlySpan<byte> picture, int height, int width) =>
            _engine.Run(picture, height, width, run => run.Output(output));

        public void Dispose() => _engine.Dispose();
    }

    private sealed class Detector(INetwork network) : BatchDetector
    {
        public override IReadOnlyList<string> Names { get; } = DetectorGraph.Of(network.Graph).Detector.Names;

        public override int ImageSize => network.Graph.Info.ImageSize;

        public override Input Input { get; } = Input.Of(network.Graph).Input;

        public override float[][] Predict(PixelBatch pictures)
        {
            var predictions = new float[pictures.Count][];
            for (var n = 0; n < predictions.Length; n++)
                predictions[n] = network.Next(pictures[n], pictures.Height, pictures.Width);
            return predictions;
        }

        public override void Dispose() { }
    }

    private sealed class Scorer(INetwork network, int sizeStep) : IScorer
    {
        public IReadOnlyList<string> Names => network.Graph.Info.ClassNames;

        public int ImageSize => network.Graph.Info.ImageSize;

        public int SizeStep => sizeStep;

        public Input Input { get; } = Input.Of(network.Graph).Input;

        public ScoreMap[] Score(PixelBatch pictures)
        {
            var (height, width) = (pictures.Height, pictures.Width);
            var shape = network.Graph.InferShapes(height, width)[network.Graph.Outputs[0].Value];
            var maps = new ScoreMap[pictures.Count];
            for (var n = 0; n < maps.Length; n++)
                maps[n] = new ScoreMap(shape.Channels, shape.Height, shape.Width, network.Next(pictures[n], height, width));
            return maps;
        }

        public void Dispose() { }
    }
}
