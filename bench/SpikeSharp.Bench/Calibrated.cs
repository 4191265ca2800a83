using SpikeSharp.Checkpoints;
using SpikeSharp.Compilation;
using SpikeSharp.Graph.Format;
using SpikeSharp.Imaging;
using SpikeSharp.Models.SpikeYolo;
using SpikeSharp.Neurons;
using SpikeSharp.Prediction;
using SpikeSharp.Torch;

namespace SpikeSharp.Bench;

/// <summary>A network of any size whose spikes are as dense as a trained one's, without training it: drawn weights, and batch normalisation
/// with the statistics of real pictures, shifted until the neurons fire as often as wanted.</summary>
/// <remarks>
/// With the statistics it was born with (mean 0, variance 1) its spikes die after a few layers: never measure speed on those.
/// </remarks>
internal static class Calibrated
{
    // The statistics take a share of 3 % of each batch: after so many of one batch, 1 % of what they were born with is left.
    private const int Passes = 150;
    private const int Pictures = 4;
    private const int Side = 160;

    public static void Run(string scale, string folder, double shift, int timeSteps, string output)
    {
        TorchRuntime.Threads = Environment.ProcessorCount;
        TorchRuntime.Seed(0);
        using var all = new TensorScope();
        using var off = GradMode.Off();
        var options = new SpikeYoloOptions(SpikeYoloVariant.Find(scale)!, 80, new NeuronOptions(TimeSteps: timeSteps));
        using var model = new SpikeYolo(options);
        Shift(model, shift);
        var pictures = SourceListing
            .List(folder)
            .Where(file => !file.IsVideo)
            .Take(Pictures)
            .Select(file => NetworkInput.Load(file.Path, Side).Values.ToArray())
            .ToArray();
        var batch = Tensor.From<float>(pictures.SelectMany(p => p).ToArray(), pictures.Length, 3, Side, Side);
        model.Weights.Training = true;
        for (var i = 0; i < Passes; i++)
        {
            using var scope = new TensorScope();
            model.Forward(batch);
        }
        model.Weights.Training = false;
        var names = Enumerable.Range(0, 80).Select(i => $"class_{i}").ToArray();
        GraphFile.Save(GraphCompiler.Compile(model, new ModelDescription(options, names, 640)), output);
    }

    /// <summary>Moves the mean of what the neurons see: the shifts of the normalisations outside re-parameterised convolutions.</summary>
    private static void Shift(SpikeYolo model, double shift)
    {
        var entries = model.Weights.Entries.ToDictionary(entry => entry.Name, entry => entry.Tensor);
        foreach (var (name, tensor) in entries)
        {
            if (
                name.EndsWith(".bias", StringComparison.Ordinal)
                && entries.ContainsKey(name[..^4] + "running_mean")
                && !name.Contains(".body.", StringComparison.Ordinal)
            )
                tensor.FillInPlace(shift);
        }
    }
}
