using SpikeSharp.Graph;

namespace SpikeSharp.Onnx.Tests.Import;

/// <summary>A folder of its own for a test's ONNX files.</summary>
public sealed class OnnxFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("spikesharp-");

    public string this[string name] => Path.Combine(_folder.FullName, name);

    internal SpikeGraph Load(byte[] file, int? imageSize = null)
    {
        File.WriteAllBytes(this["net.onnx"], file);
        return OnnxFile.Load(this["net.onnx"], new(imageSize, imageSize));
    }

    internal OnnxException Refused(byte[] file, string sentence)
    {
        var e = Assert.Throws<OnnxException>(() => Load(file));
        Assert.Contains(sentence, e.Message, StringComparison.Ordinal);
        Assert.StartsWith(this["net.onnx"], e.Message, StringComparison.Ordinal);
        return e;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
