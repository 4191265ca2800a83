using SpikeSharp.Engine;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Interpretation;
using SpikeSharp.Testing;

namespace SpikeSharp.Onnx.Tests.Import;

/// <summary>A file in ONNX Runtime, and imported in the interpreter and in the engine, on equal inputs.</summary>
internal static class ImportedNetwork
{
    /// <summary>Every number of both within abs + rel · |number| of ONNX Runtime's.</summary>
    /// <param name="path">The file.</param>
    /// <param name="image">The input.</param>
    /// <param name="within">The bounds for an output.</param>
    /// <param name="interpreted">Whether the interpreter is asked too, which is slow.</param>
    public static void AgreesWithOnnxRuntime(
        string path,
        InputTensor image,
        Func<float[], (double Abs, double Rel)> within,
        bool interpreted = true
    )
    {
        var graph = OnnxFile.Load(path, new(image.Height, image.Width));
        using var judge = OnnxSession.Judge(path);
        var axes = judge.InputShape;
        // A file for a larger batch gets the image as often.
        var batch = Math.Max(1, axes[0]);
        int[] shape = axes.Count switch
        {
            2 => [batch, image.Channels],
            3 => [batch, image.Channels, image.Width],
            _ => [batch, image.Channels, image.Height, image.Width],
        };
        var wanted = judge.Run([.. Enumerable.Repeat(image.Values.ToArray(), batch).SelectMany(values => values)], shape);
        Assert.Equal(wanted.Keys.Order(), graph.Outputs.Select(output => output.Name).Order());
        if (interpreted)
        {
            var run = new ReferenceInterpreter(graph).Run(image);
            foreach (var (name, value) in run.Outputs)
                Compare($"interpreter, {name}", wanted[name], value.ToFloats());
        }
        using var engine = new SpikeEngine(graph, new EngineOptions { Mode = EngineMode.Exact, Threads = 1 });
        var found = engine.Run(image, values =>
        {
            var outputs = new Dictionary<string, float[]>();
            foreach (var output in graph.Outputs)
                outputs.Add(output.Name, values.Output(output.Name));
            return outputs;
        });
        foreach (var (name, numbers) in found)
        {
            Compare($"engine, {name}", wanted[name], numbers);
            Assert.Equal(wanted[name].Shape.Skip(1), OnnxTensors.OutputShape(graph, name)!.Skip(1));
        }

        void Compare(string what, OnnxValues expected, float[] given)
        {
            var first = expected.Numbers[..(expected.Numbers.Length / batch)];
            var (abs, rel) = within(first);
            GoldenCase.Near(
                $"{Path.GetFileNameWithoutExtension(path)}, {what}",
                Array.ConvertAll(first, x => (double)x),
                Array.ConvertAll(given, x => (double)x),
                abs,
                rel
            );
        }
    }
}
