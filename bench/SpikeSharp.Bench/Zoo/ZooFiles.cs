using SpikeSharp.Graph.Safetensors;
using SpikeSharp.Testing;

namespace SpikeSharp.Bench.Zoo;

/// <summary>The data of the importer's tests: NAME.onnx, and NAME.safetensors with an image and what ONNX Runtime makes of it.</summary>
internal static class ZooFiles
{
    private const int Seed = 7;

    /// <summary>Writes or replaces them.</summary>
    /// <param name="folder">Made if it is not there.</param>
    public static void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        var random = new JsRandom(Seed);
        var models = ZooModels.All(random);
        foreach (var model in models)
        {
            var path = Path.Combine(folder, model.Name + ".onnx");
            File.WriteAllBytes(path, model.ToBytes());
            var image = random.Reals(model.Shape.Aggregate(1, (a, b) => a * b), x => x * 2 - 1);
            using var judge = OnnxSession.Judge(path);
            // Images have four axes everywhere; what has one is its width.
            long[] shape = model.Shape switch
            {
                [_, var channels] => [1, channels, 1, 1],
                [_, var channels, var width] => [1, channels, 1, width],
                var all => [.. all.Select(size => (long)size)],
            };
            var results = judge
                .Run(image, model.Shape)
                .Select(result =>
                    TensorSource.Of<float>(result.Key, result.Value.Numbers, [.. result.Value.Shape.Select(size => (long)size)])
                );
            SafetensorsWriter.Write(
                Path.ChangeExtension(path, ".safetensors"),
                [TensorSource.Of<float>("image", image, shape), .. results]
            );
        }
        Console.WriteLine($"{models.Count} models in {folder}");
    }
}
