using SpikeSharp.Data;
using SpikeSharp.Data.Classification;
using SpikeSharp.Data.Detection;
using SpikeSharp.Data.Segmentation;
using SpikeSharp.Engine;
using SpikeSharp.Evaluation;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Detection;

namespace SpikeSharp.Conversion.Sweep;

/// <summary>Scores an ANN, and what it was converted to after several time steps, on a split of any task.</summary>
public sealed class TaskSweep : IDisposable
{
    private readonly RunsOverTime _runs;
    private readonly Func<INetwork, Action, CancellationToken, Dictionary<string, double>> _score;
    private readonly SpikeGraph _ann;
    private readonly string _output;
    private readonly EngineOptions _options;
    private readonly IReadOnlyList<int> _steps;
    private readonly int _sizeStep;

    /// <param name="data">The split; its kind says the task.</param>
    /// <param name="validate">Sizes and thresholds.</param>
    /// <param name="ann">The ANN.</param>
    /// <param name="spiking">What it has become.</param>
    /// <param name="steps">Time steps, rising.</param>
    /// <param name="options">How the engine runs both.</param>
    /// <param name="sizeStep">Both sides of a picture must be multiples of this.</param>
    public TaskSweep(DataSplit data, ValidateOptions validate, SpikeGraph ann, SpikeGraph spiking, IReadOnlyList<int> steps, EngineOptions options, int sizeStep)
    {
        (_ann, _options, _steps, _sizeStep) = (ann, options, steps, sizeStep);
        _output = data is DetectionData ? DetectorGraph.Of(spiking).Boxes : spiking.Outputs[0].Name;
        _runs = new RunsOverTime(spiking, _output, steps, options);
        _score = data switch
        {
            DetectionData objects => (network, advance, cancel) => Detect(new DetectionValidator(objects, validate), new Detector(network), advance, cancel),
            SegmentationData pixels => (network, advance, cancel) => Segment(new SegmentationValidator(pixels, validate), new Scorer(network, _sizeStep), advance, cancel),
            _ => (network, advance, cancel) => Classify(new ClassificationValidator((ClassificationData)data, validate), new Scorer(network, _sizeStep), advance, cancel),
        };
    }

    /// <summary>The ANN's score.</summary>
    public StepScore Ann(Action advance, CancellationToken cancel)
    {
        using var network = new OncePerImage(_ann, _output, _options with { Mode = EngineMode.Exact, TimeSteps = null, StepsTogether = 0 });
        return new StepScore(0, _score(network, advance, cancel));
    }

    /// <summary>The score at one of the steps; the first call runs all images.</summary>
    /// <param name="step">Index into the steps.</param>
    /// <param name="advance">Told of every image done.</param>
    /// <param name="cancel">Ends it between two images.</param>
    public StepScore At(int step, Action advance, CancellationToken cancel)
    {
        _runs.Rewind(step);
        return new StepScore(_steps[step], _score(new Remembered(_runs), advance, cancel));
    }

    /// <summary>Frees the engine.</summary>
    public void Dispose() => _runs.Dispose();

    private static Dictionary<string, double> Detect(DetectionValidator validator, IDetector detector, Action advance, CancellationToken cancel)
    {
        var metrics = validator.Run(detector, observe: _ => advance(), cancel: cancel).Metrics;
        return new() { ["AP50"] = metrics.Map50, ["AP50-95"] = metrics.Map };
    }

    private static Dictionary<string, double> Segment(SegmentationValidator validator, IScorer scorer, Action advance, CancellationToken cancel)
    {
        var metrics = validator.Run(scorer, observe: _ => advance(), cancel: cancel).Metrics;
        return new() { ["mIoU"] = metrics.MeanIoU, ["pixel accuracy"] = metrics.PixelAccuracy };
    }

    private static Dictionary<string, double> Classify(ClassificationValidator validator, IScorer scorer, Action advance, CancellationToken cancel)
    {
        var metrics = validator.Run(scorer, observe: _ => advance(), cancel: cancel).Metrics;
        return new() { ["top-1"] = metrics.Top1, ["top-5"] = metrics.Top5 };
    }

    /// <summary>What the validators ask, with the answer of whichever network is measured.</summary>
    private interface INetwork
    {
        SpikeGraph Graph { get; }

        float[] Next(ReadOnlySpan<byte> pixels, int height, int width);
    }

    private sealed class Remembered(RunsOverTime runs) : INetwork
    {
        public SpikeGraph Graph => runs.Graph;

        public float[] Next(ReadOnlySpan<byte> pixels, int height, int width) => runs.Next(pixels, height, width);
    }

    private sealed class OncePerImage(SpikeGraph graph, string output, EngineOptions options) : INetwork, IDisposable
    {
        private readonly SpikeEngine _engine = new(graph, options);

        public SpikeGraph Graph => graph;

        public float[] Next(ReadOnlySpan<byte> pixels, int height, int width) => _engine.Run(pixels, height, width, run => run.Output(output));

        public void Dispose() => _engine.Dispose();
    }

    private sealed class Detector(INetwork network) : IDetector
    {
        public IReadOnlyList<string> Names { get; } = DetectorGraph.Of(network.Graph).Detector.Names;

        public int ImageSize => network.Graph.Info.ImageSize;

        public float[][] Predict(ReadOnlySpan<byte> pixels, int count, int height, int width)
        {
            int size = 3 * height * width;
            var predictions = new float[count][];
            for (int n = 0; n < count; n++) predictions[n] = network.Next(pixels.Slice(n * size, size), height, width);
            return predictions;
        }

        public void Dispose()
        {
        }
    }

    private sealed class Scorer(INetwork network, int sizeStep) : IScorer
    {
        public IReadOnlyList<string> Names => network.Graph.Info.ClassNames;

        public int ImageSize => network.Graph.Info.ImageSize;

        public int SizeStep => sizeStep;

        public ScoreMap[] Score(ReadOnlySpan<byte> pixels, int count, int height, int width)
        {
            int size = 3 * height * width;
            var shape = network.Graph.InferShapes(height, width)[network.Graph.Outputs[0].Value];
            var maps = new ScoreMap[count];
            for (int n = 0; n < count; n++) maps[n] = new ScoreMap(shape.Channels, shape.Height, shape.Width, network.Next(pixels.Slice(n * size, size), height, width));
            return maps;
        }

        public void Dispose()
        {
        }
    }
}
