using System.Text;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace SpikeSharp.Testing;

/// <summary>A network in ONNX Runtime, which is what a user of ONNX has.</summary>
public sealed class OnnxSession : IDisposable
{
    private readonly InferenceSession _session;

    private OnnxSession(InferenceSession session) => _session = session;

    /// <summary>Name of the only input.</summary>
    public string Input => _session.InputMetadata.Keys.Single();

    /// <summary>Its sizes; -1 for one that the file leaves open.</summary>
    public IReadOnlyList<int> InputShape => _session.InputMetadata.Values.Single().Dimensions;

    /// <summary>
    /// A judge: one thread, and every operator as it stands in the file. Its optimiser is wrong for a Pad of zeros in front of a MaxPool of
    /// negative numbers, so it is off.
    /// </summary>
    /// <param name="file">The network.</param>
    /// <param name="inside">Names of results inside the graph that are wanted too.</param>
    public static OnnxSession Judge(string file, IReadOnlyCollection<string>? inside = null)
    {
        using var options = Options(1, GraphOptimizationLevel.ORT_DISABLE_ALL);
        var plain = new InferenceSession(file, options);
        string[] more = [.. (inside ?? []).Except(plain.OutputMetadata.Keys)];
        if (more.Length == 0)
            return new OnnxSession(plain);
        plain.Dispose();
        return new OnnxSession(new InferenceSession(WithOutputs(File.ReadAllBytes(file), more), options));
    }

    /// <summary>A peer in a race: optimised as far as it goes.</summary>
    /// <param name="file">The network.</param>
    /// <param name="threads">Threads within an operator.</param>
    public static OnnxSession Peer(string file, int threads)
    {
        using var options = Options(threads, GraphOptimizationLevel.ORT_ENABLE_ALL);
        return new OnnxSession(new InferenceSession(file, options));
    }

    /// <summary>Runs it.</summary>
    /// <param name="numbers">The input, row-major.</param>
    /// <param name="shape">Its sizes.</param>
    /// <returns>Every output by its name; whole numbers become reals.</returns>
    public IReadOnlyDictionary<string, OnnxValues> Run(float[] numbers, params int[] shape)
    {
        using var results = _session.Run([NamedOnnxValue.CreateFromTensor(Input, new DenseTensor<float>(numbers, shape))]);
        return results.ToDictionary(result => result.Name, Values, StringComparer.Ordinal);
    }

    public void Dispose() => _session.Dispose();

    private static SessionOptions Options(int threads, GraphOptimizationLevel level) =>
        new()
        {
            IntraOpNumThreads = threads,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = level,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };

    private static OnnxValues Values(DisposableNamedOnnxValue result) =>
        result.Value switch
        {
            DenseTensor<float> reals => new([.. reals.Dimensions], reals.ToArray()),
            DenseTensor<long> wholes => new([.. wholes.Dimensions], Array.ConvertAll(wholes.ToArray(), whole => (float)whole)),
            var other => throw new InvalidDataException($"output '{result.Name}' is {other.GetType().Name}, wanted reals or whole numbers"),
        };

    // A protobuf message may come in parts: what follows the file is added to its graph. 7 is ModelProto.graph, 12 GraphProto.output, 1 the
    // name; ONNX Runtime finds the type by itself.
    private static byte[] WithOutputs(byte[] model, string[] names)
    {
        var outputs = names.SelectMany(name => Field(12, Field(1, Encoding.UTF8.GetBytes(name)))).ToArray();
        return [.. model, .. Field(7, outputs)];
    }

    private static byte[] Field(int number, byte[] content)
    {
        using var stream = new MemoryStream();
        using (var output = new CodedOutputStream(stream, leaveOpen: true))
        {
            output.WriteTag(number, WireFormat.WireType.LengthDelimited);
            output.WriteBytes(ByteString.CopyFrom(content));
        }
        return stream.ToArray();
    }
}
