using System.Text.Json.Serialization;

namespace SpikeSharp.Onnx;

/// <summary>What is written as JSON into the metadata of a graph or a file, compiled in, so that it can be trimmed.</summary>
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(Dictionary<string, int[]>))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(IReadOnlyList<int>))]
[JsonSerializable(typeof(int[]))]
internal sealed partial class OnnxJson : JsonSerializerContext;
