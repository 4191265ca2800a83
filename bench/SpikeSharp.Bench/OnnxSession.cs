using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace SpikeSharp.Bench;

/// <summary>An exported network in ONNX Runtime: bench/onnx/run.mjs in a process of its own, pictures in, values out.</summary>
internal sealed class OnnxSession : IDisposable
{
    private readonly Process _process;
    private readonly int _values;

    /// <param name="file">The network.</param>
    /// <param name="side">Of its input, in pixels.</param>
    /// <param name="values">What is wanted: outputs, and values inside the graph.</param>
    internal OnnxSession(string file, int side, IReadOnlyList<string> values)
    {
        _values = values.Count;
        var size = side.ToString(CultureInfo.InvariantCulture);
        // Names do not fit a command line: there are hundreds.
        var start = new ProcessStartInfo("node", ["bench/onnx/run.mjs", "serve", file, size, size])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        _process = Process.Start(start)!;
        _process.StandardInput.WriteLine(string.Join('\t', values));
        _process.StandardInput.Flush();
    }

    /// <summary>Runs one image, [3, H, W], 0…1.</summary>
    internal float[][] Run(ReadOnlySpan<float> pixels)
    {
        var (input, output) = (_process.StandardInput.BaseStream, _process.StandardOutput.BaseStream);
        input.Write(MemoryMarshal.AsBytes(pixels));
        input.Flush();
        var results = new float[_values][];
        for (var i = 0; i < results.Length; i++)
        {
            var count = new byte[sizeof(int)];
            output.ReadExactly(count);
            results[i] = new float[BitConverter.ToInt32(count)];
            output.ReadExactly(MemoryMarshal.AsBytes(results[i].AsSpan()));
        }
        return results;
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
