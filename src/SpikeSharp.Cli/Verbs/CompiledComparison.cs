using SpikeSharp.Data.Batches;
using SpikeSharp.Evaluation;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Interpretation;
using SpikeSharp.Imaging;
using SpikeSharp.Models;
using SpikeSharp.Torch;

namespace SpikeSharp.Cli.Verbs;

/// <summary>
/// A network in libtorch's float32 against its graph in the interpreter's float64, on one random picture, every layer on equal inputs: a
/// potential within a rounding of its boundary may fall to either side, and would otherwise carry its difference through all layers after
/// it.
/// </summary>
/// <param name="Side">Of the picture, pixels.</param>
/// <param name="LargestOutput">Largest absolute value in the network's raw maps.</param>
/// <param name="LargestDifference">Largest absolute difference between the raw maps.</param>
/// <param name="Spikes">Integer spikes compared, all layers.</param>
/// <param name="Equal">How many of them are equal.</param>
internal sealed record CompiledComparison(int Side, double LargestOutput, double LargestDifference, long Spikes, long Equal)
{
    // The layers are the same at any size, and the interpreter is slow.
    private const int MostSide = 128;

    /// <summary>Share of equal spikes; 1 when there are none, as in a ReLU twin.</summary>
    public double EqualShare => Spikes == 0 ? 1 : (double)Equal / Spikes;

    /// <summary>Compares.</summary>
    public static CompiledComparison Of(Network model, SpikeGraph graph)
    {
        var side = Math.Min(MostSide, graph.Info.ImageSize);
        var picture = new Image(side, side, model.Options.Input.Channels);
        new Random(0).NextBytes(picture.Pixels);
        var spikes = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        var maps = RunModel(model, picture, spikes);

        long compared = 0,
            equal = 0;
        var run = new ReferenceInterpreter(graph).Run(
            NetworkInput.Of(picture, model.Options.Input),
            evaluation =>
            {
                if (!evaluation.Output.IsSpikes || !spikes.TryGetValue(evaluation.Node.Name, out var expected))
                    return;
                var found = evaluation.Output.Spikes;
                compared += found.Length;
                for (var i = 0; i < found.Length; i++)
                    equal += found[i] == expected[i] ? 1 : 0;
            },
            spikes
        );
        double largest = 0,
            difference = 0;
        for (var level = 0; level < maps.Length; level++)
        {
            var found = run.Outputs[$"raw{level}"].ToFloats();
            for (var i = 0; i < found.Length; i++)
                (largest, difference) = (
                    Math.Max(largest, Math.Abs(maps[level][i])),
                    Math.Max(difference, Math.Abs(found[i] - maps[level][i]))
                );
        }
        return new(side, largest, difference, compared, equal);
    }

    private static float[][] RunModel(Network model, Image picture, Dictionary<string, byte[]> spikes)
    {
        using var scope = new TensorScope();
        using var off = GradMode.Off();
        if (model.Context is { } context)
            context.Observer = (neuron, fired) => spikes[neuron.Name] = fired.To(DType.UInt8).ToArray<byte>();
        try
        {
            var maps = model.Forward(
                PictureTensor.Of(new PixelBatch(picture.Pixels, 1, picture.Height, picture.Width, picture.Channels), model.Options.Input)
            );
            if (model.Options.Task != VisionTask.Detect)
                maps = [model.Scores(maps, picture.Height, picture.Width)];
            return [.. maps.Select(map => map.Contiguous().ToArray<float>())];
        }
        finally
        {
            if (model.Context is { } watched)
                watched.Observer = null;
        }
    }
}
