using System.Diagnostics;
using System.Globalization;
using SpikeSharp.Graph.Safetensors;
using SpikeSharp.Testing;

namespace SpikeSharp.Bench;

/// <summary>ONNX files in ONNX Runtime: how long they take, and whether others give the same.</summary>
internal static class OnnxRun
{
    private const double MostDifference = 1e-4,
        Close = 1e-3;

    /// <summary>Seconds an image, as the PyTorch peer prints them.</summary>
    public static void Time(string file, int height, int width, int runs, int threads)
    {
        using var session = OnnxSession.Peer(file, threads);
        int[] shape = [1, 3, height, width];
        var image = new JsRandom(1).Reals(3 * height * width, x => x);
        var seconds = new double[runs];
        for (var i = -1; i < runs; i++) // the first run also allocates
        {
            var start = Stopwatch.GetTimestamp();
            session.Run(image, shape);
            if (i >= 0)
                seconds[i] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
        Array.Sort(seconds);
        var median = (seconds[(runs - 1) / 2] + seconds[runs / 2]) / 2;
        var memory = Process.GetCurrentProcess().PeakWorkingSet64 >> 20;
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"infer seconds/image median {median:F6} min {seconds[0]:F6}; peak RSS {memory} MiB"
            )
        );
    }

    /// <summary>A random picture for `spikesharp forward`.</summary>
    public static void Picture(int height, int width, int seed, string image) => WriteImage(image, [1, 3, height, width], seed);

    /// <summary>A random image for any network.</summary>
    /// <param name="file">The network.</param>
    /// <param name="image">The file that is written.</param>
    /// <param name="side">Pixels of a side that the network leaves open.</param>
    public static void ImageFor(string file, string image, int side)
    {
        using var session = OnnxSession.Judge(file);
        int[] shape = [1, .. session.InputShape.Skip(1).Select(size => size > 0 ? size : side)];
        WriteImage(image, shape.Length == 4 ? shape : [1, shape[1], 1, shape.ElementAtOrDefault(2) is > 0 and var width ? width : 1], 1);
    }

    /// <summary>Whether all outputs are within 1e-4 of their largest number, at least 1.</summary>
    /// <remarks>Files for a larger batch get the image as often.</remarks>
    /// <param name="file">The network.</param>
    /// <param name="image">Its input.</param>
    /// <param name="results">What `spikesharp forward` made of it.</param>
    public static bool Agree(string file, string image, string results)
    {
        using var pixels = SafetensorsFile.Open(image);
        using var session = OnnxSession.Judge(file);
        var batch = Math.Max(1, session.InputShape[0]);
        var data = Enumerable.Repeat(pixels.Floats("image"), batch).SelectMany(values => values).ToArray();
        var sizes = pixels.Tensors["image"].Shape;
        int[] shape = [batch, .. Enumerable.Range(1, session.InputShape.Count - 1).Select(axis => (int)sizes[axis])];
        if (session.InputShape.Count == 3)
            shape[2] = (int)sizes[3];
        var given = session.Run(data, shape);
        using var expected = SafetensorsFile.Open(results);
        var all = true;
        foreach (var output in expected.Tensors.Keys)
        {
            var (wanted, found) = (expected.Floats(output), Of(given, output, file));
            double largest = 0,
                most = 1;
            for (var i = 0; i < wanted.Length; i++)
                (largest, most) = (Math.Max(largest, Math.Abs((double)found.Numbers[i] - wanted[i])), Math.Max(most, Math.Abs(wanted[i])));
            var close = largest <= MostDifference * most && found.Numbers.Length == batch * wanted.Length;
            all &= close;
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"  {output}  [{string.Join(", ", found.Shape)}]  largest difference {Digits(largest)} of {Digits(most)}"
                        + $"{(close ? "" : ": NOT CLOSE")}"
                )
            );
        }
        return all;
    }

    /// <summary>ONNX Runtime against what `spikesharp forward` wrote of the graph that was exported.</summary>
    public static void Compare(string file, string image, string results)
    {
        using var pixels = SafetensorsFile.Open(image);
        using var session = OnnxSession.Judge(file);
        var given = session.Run(pixels.Floats("image"), [.. pixels.Tensors["image"].Shape.Select(size => (int)size)]);
        using var expected = SafetensorsFile.Open(results);
        foreach (var (output, tensor) in expected.Tensors)
        {
            var (wanted, found) = (expected.Floats(output), Of(given, output, file));
            var shape = string.Join(", ", tensor.Shape);
            if (string.Join(", ", found.Shape) != shape)
                throw new InvalidDataException($"{output} is [{string.Join(", ", found.Shape)}], not [{shape}]");
            double largest = 0,
                most = 0;
            var close = 0;
            for (var i = 0; i < wanted.Length; i++)
            {
                var difference = Math.Abs((double)found.Numbers[i] - wanted[i]);
                (largest, most) = (Math.Max(largest, difference), Math.Max(most, Math.Abs(wanted[i])));
                close += difference <= Close * Math.Max(1, Math.Abs(wanted[i])) ? 1 : 0;
            }
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{output}  [{shape}]  largest difference {Digits(largest)} of {Digits(most)}, "
                        + $"{100.0 * close / wanted.Length:F3} % within {Close}"
                )
            );
        }
    }

    private static OnnxValues Of(IReadOnlyDictionary<string, OnnxValues> given, string output, string file) =>
        given.TryGetValue(output, out var values) ? values : throw new InvalidDataException($"{file} has no output {output}");

    // Three digits that count, small numbers by a power of ten.
    private static string Digits(double number)
    {
        var exponent = number == 0 ? 0 : (int)Math.Floor(Math.Log10(number));
        return exponent < -6
            ? string.Create(CultureInfo.InvariantCulture, $"{number / Math.Pow(10, exponent):F2}e{exponent}")
            : number.ToString($"F{Math.Max(0, 2 - exponent)}", CultureInfo.InvariantCulture);
    }

    private static void WriteImage(string file, int[] shape, int seed)
    {
        var pixels = new JsRandom(seed).Reals(shape.Aggregate((a, b) => a * b), x => Math.Floor(x * 256) / 255);
        SafetensorsWriter.Write(file, [TensorSource.Of<float>("image", pixels, [.. shape.Select(size => (long)size)])]);
    }
}
