using System.Runtime.CompilerServices;
using SpikeSharp.Graph.Tests.Operations;

namespace SpikeSharp.Onnx.Tests.Export;

public sealed class UnknownNeuronTests
{
    [Fact]
    public void No_file_is_written_in_which_an_unknown_neuron_is_another()
    {
        var folder = Directory.CreateTempSubdirectory("spikesharp-").FullName;
        try
        {
            var path = Path.Combine(folder, "net.onnx");
            var thrown = Assert.Throws<SwitchExpressionException>(() =>
                OnnxFile.Save(UnknownNeuron.Network(), path, new OnnxSaveOptions(8, 8))
            );
            Assert.Contains("99", thrown.Message);
            Assert.False(File.Exists(path));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
