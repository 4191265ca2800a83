using SpikeSharp.Graph;
using SpikeSharp.Graph.Sampling;
using SpikeSharp.Graph.Summary;
using SpikeSharp.Testing;

namespace SpikeSharp.Onnx.Tests.Import;

/// <summary>Networks of other people as they published them: untouched files that are not part of the repository.</summary>
public sealed class RealNetworkTests
{
    private const double Tolerance = 1e-4;

    // Pixels of a side that a file leaves open.
    private const int OpenSide = 320;

    // More takes the interpreter too long; the engine, which is compared with it elsewhere, runs them all.
    private const long MostInterpreted = 60_000_000;

    [SkippableTheory]
    [InlineData("blazeface")]
    [InlineData("fastestdet")]
    [InlineData("minifasnet")]
    [InlineData("nanodet-m")]
    [InlineData("ppocrv3-det")]
    [InlineData("ultraface-rfb-nopost")]
    [InlineData("yolox-nano")]
    [InlineData("yunet-n-320")]
    public void A_real_network_gives_the_numbers_of_ONNX_Runtime(string name)
    {
        var path = Path.Combine(TestData.RequireShared(Path.Combine("models", "onnx")), name + ".onnx");
        Skip.IfNot(File.Exists(path), $"absent: {path}");
        int[] shape;
        using (var judge = OnnxSession.Judge(path))
            shape = [1, judge.InputShape[1], .. judge.InputShape.Skip(2).Select(side => side > 0 ? side : OpenSide)];
        var random = new CounterRandom(1, 0, 0, RandomStream.Synthesis);
        var pixels = new float[shape.Aggregate((a, b) => a * b)];
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = random.NextInt(256) / 255f;
        var image = new InputTensor(shape[1], shape[2], shape[3], pixels);
        var macs = GraphSummary.Of(OnnxFile.Load(path, new(shape[2], shape[3])), shape[2], shape[3]).Macs;
        ImportedNetwork.AgreesWithOnnxRuntime(
            path,
            image,
            output => (Tolerance * Math.Max(1, output.Max(Math.Abs)), 0),
            interpreted: macs <= MostInterpreted
        );
    }
}
