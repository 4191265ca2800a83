using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using SpikeSharp.Data;
using SpikeSharp.Evaluation;
using SpikeSharp.Graph.Safetensors;
using SpikeSharp.Imaging;
using SpikeSharp.Models;
using SpikeSharp.Torch;

namespace SpikeSharp.Training;

/// <summary>
/// <c>run.json</c>: what a run was made from, on what machine, when, and what came of it; enough to tell two runs apart, or to repeat one.
/// </summary>
internal sealed class RunFile
{
    private static readonly JsonSerializerOptions Settings = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // for readers of JSON, not for web pages
        Converters = { new JsonStringEnumConverter() },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { TellNetworks } },
    };

    private readonly string _path;
    private readonly JsonObject _run;

    /// <summary>Writes the file for a run that starts or, with <paramref name="resume"/>, goes on.</summary>
    public RunFile(string path, TrainOptions options, DataSplit train, DataSplit? validation, bool resume)
    {
        _path = path;
        var before = resume ? Read(path) : null;
        JsonArray resumed = [.. (before?["resumed"] as JsonArray ?? []).Select(time => time?.DeepClone())];
        if (resume)
            resumed.Add(Now());
        _run = new JsonObject
        {
            ["command"] = Node(Environment.GetCommandLineArgs()),
            ["seed"] = options.Seed,
            ["started"] = before?["started"]?.DeepClone() ?? Now(),
            ["resumed"] = resumed,
            ["ended"] = null,
            ["result"] = null,
            ["versions"] = Versions(),
            ["machine"] = Machine(),
            ["data"] = new JsonObject
            {
                ["file"] = train.File,
                ["names"] = Node(train.Names),
                ["train"] = Split(train),
                ["val"] = validation is null ? null : Split(validation),
            },
            ["options"] = Node(options),
        };
        Write();
    }

    /// <summary>Notes the end of the run.</summary>
    /// <param name="epochs">Epochs trained.</param>
    /// <param name="bestEpoch">The best of them, from 1; null without validation.</param>
    /// <param name="best">Validation of the best weights; null without.</param>
    public void Finish(int epochs, int? bestEpoch, TaskResult? best)
    {
        _run["ended"] = Now();
        _run["result"] = new JsonObject
        {
            ["epochs"] = epochs,
            ["best_epoch"] = bestEpoch,
            ["validation"] = best is null ? null : Numbers(best),
        };
        Write();
    }

    private static JsonObject Numbers(TaskResult result)
    {
        var numbers = result.Numbers();
        numbers["dying_layers"] = Node(result.DyingLayers.Select(layer => layer.Name));
        numbers["milliseconds"] = Node(result.Times);
        return numbers;
    }

    private static JsonObject Versions() =>
        new()
        {
            ["spikesharp"] = typeof(RunFile).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion,
            ["dotnet"] = RuntimeInformation.FrameworkDescription,
            ["libtorch"] = TorchRuntime.Version.Split('\n')[0],
            ["opencv"] = OpenCv.Version,
        };

    private static JsonObject Machine() =>
        new()
        {
            ["system"] = RuntimeInformation.OSDescription,
            ["cpu"] = CpuName() ?? RuntimeInformation.ProcessArchitecture.ToString(),
            ["cores"] = Environment.ProcessorCount,
            ["memory_bytes"] = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
            ["cuda_devices"] = TorchRuntime.CudaDevices,
        };

    private static string? CpuName()
    {
        const string CpuInfo = "/proc/cpuinfo";
        var line = File.Exists(CpuInfo)
            ? File.ReadLines(CpuInfo).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }

    private static JsonObject Split(DataSplit data)
    {
        var split = new JsonObject { ["hash"] = data.Hash };
        // The report's own numbers, of whatever task it is.
        foreach (var (name, value) in JsonSerializer.SerializeToNode(data.Report, data.Report.GetType(), Settings)!.AsObject().ToArray())
        {
            split[name] = value?.DeepClone();
        }
        return split;
    }

    // Of a file that a crash or an editor spoilt, nothing is taken over.
    private static JsonObject? Read(string path)
    {
        try
        {
            return File.Exists(path) ? JsonNode.Parse(File.ReadAllBytes(path)) as JsonObject : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private void Write() => AtomicFile.Write(_path, stream =>
        {
            JsonSerializer.Serialize(stream, _run, Settings);
            stream.WriteByte((byte)'\n');
        });

    // Of the network all that networks of its family have, not only what all have; but not the family itself.
    private static void TellNetworks(JsonTypeInfo info)
    {
        if (!info.Type.IsAssignableTo(typeof(NetworkOptions)))
            return;
        foreach (var property in info.Properties.Where(property => property.PropertyType == typeof(NetworkFamily)).ToArray())
            info.Properties.Remove(property);
        if (info.Type != typeof(NetworkOptions))
            return;
        info.PolymorphismOptions = new JsonPolymorphismOptions();
        foreach (var family in NetworkFamilies.All)
            info.PolymorphismOptions.DerivedTypes.Add(new JsonDerivedType(family.OptionsType));
    }

    /// <summary>What was asked of a run, in the words of its file.</summary>
    public static string Words(TrainOptions options) => JsonSerializer.Serialize(options, Settings);

    private static JsonNode? Node<T>(T value) => JsonSerializer.SerializeToNode(value, Settings);

    private static string Now() =>
        DateTimeOffset.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
