using System.Diagnostics;
using SpikeSharp.Models.SpikeYolo;
using SpikeSharp.Neurons;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Optimisers;

namespace SpikeSharp.Bench;

/// <summary>Forward, backward and SGD on random pictures with the peer's synthetic loss, the sum of the raw maps' mean squares.</summary>
internal static class TrainStep
{
    public static void Run(string scale, int size, int batch, int runs)
    {
        TorchRuntime.Threads = Environment.ProcessorCount;
        TorchRuntime.Seed(0);
        using var all = new TensorScope();
        using var model = new SpikeYolo(new SpikeYoloOptions(SpikeYoloVariant.Find(scale)!, 80, new NeuronOptions()));
        model.Weights.Training = true;
        var images = Tensor.Random(batch, 3, size, size);
        using var optimiser = new Sgd([new ParameterGroup(model.Weights.Trained, 0) { LearningRate = 0.01, Momentum = 0.937 }]);
        var seconds = new double[runs];
        for (var i = -1; i < runs; i++) // the first is warm-up
        {
            var start = Stopwatch.GetTimestamp();
            Step(model, images, optimiser);
            if (i >= 0)
                seconds[i] = Stopwatch.GetElapsedTime(start).TotalSeconds / batch;
        }
        Report.Print("train", seconds);
    }

    private static void Step(SpikeYolo model, Tensor images, Sgd optimiser)
    {
        using var scope = new TensorScope();
        optimiser.ZeroGrad();
        model.Forward(images).Select(m => m.Square().Mean()).Aggregate((a, b) => a + b).Backward();
        optimiser.Step();
    }
}
