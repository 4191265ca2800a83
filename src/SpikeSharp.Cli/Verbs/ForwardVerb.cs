using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using SpikeSharp.Checkpoints;
using SpikeSharp.Cli.Failures;
using SpikeSharp.Cli.Forwarding;
using SpikeSharp.Cli.Inputs;
using SpikeSharp.Cli.Invocation;
using SpikeSharp.Cli.Terminal;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Detection;
using SpikeSharp.Graph.Safetensors;
using static SpikeSharp.Cli.Options.OptionTable;

namespace SpikeSharp.Cli.Verbs;

/// <summary>`spikesharp forward`.</summary>
internal static class ForwardVerb
{
    public static readonly Verb Verb = new(
        "forward",
        "run a network on a tensor and write the tensors that come out",
        Run,
        Needs: [Model, Tensors, OutputFile],
        Offers: [Cfg, Weights, Strict, .. Network, .. Computing, AllTensors, Json]
    )
    {
        Examples =
        [
            "spikesharp forward --model best.safetensors --input image.safetensors --output result.safetensors",
            "spikesharp forward --model net.onnx --input image.safetensors --output result.safetensors --all-tensors",
            "spikesharp forward --model spikeyolo-s --nc 3 --weights W.safetensors --input image.safetensors --output result.safetensors",
        ],
    };

    private static void Run(Arguments arguments, Session session)
    {
        var (input, output, display) = (arguments.Require(Tensors), arguments.Require(OutputFile), session.Display);
        var images = ImageBatch.Read(input);
        var source = NetworkArguments.Open(arguments, image: (images.Height, images.Width));
        var (run, detector) = Runner(source, images, arguments, display);
        using var _ = detector;
        var start = Stopwatch.GetTimestamp();
        var results = display.Progress("forward", images.Count, progress => Enumerable
                .Range(0, images.Count)
                .Select(i =>
                {
                    session.Stop.ThrowIfCancellationRequested();
                    var result = run(images.Image(i));
                    progress.Advance();
                    return result;
                })
                .ToArray());
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;

        var tensors = results[0]
            .Select((first, k) => new TensorSource(first.Name, DType.F32, [images.Count, .. first.Shape], stream =>
                    {
                        foreach (var result in results)
                            stream.Write(MemoryMarshal.AsBytes<float>(result[k].Values));
                    }))
            .ToArray();
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(output))!);
        SafetensorsWriter.Write(output, tensors);

        foreach (var tensor in tensors)
            display.Line($"{tensor.Name}  [{string.Join(", ", tensor.Shape)}]");
        display.Line(
            string.Create(
                CultureInfo.InvariantCulture,
                $"forward: {images.Count} images of {images.Height} x {images.Width} in {seconds:0.000} s, written to {output}"
            )
        );
        JsonFile.Write(
            arguments.Get(Json),
            new
            {
                Model = source.Name,
                Input = input,
                Output = output,
                Images = images.Count,
                images.Height,
                images.Width,
                Seconds = seconds,
                Tensors = tensors.ToDictionary(tensor => tensor.Name, tensor => tensor.Shape),
            }
        );
    }

    // A graph without boxes of ours, or one whose every value is wanted, is run as such; a detector gives boxes and raw maps under the
    // authors' names.
    private static (Func<float[], IReadOnlyList<NamedValues>> Run, IDisposable? Detector) Runner(
        ModelSource source,
        ImageBatch images,
        Arguments arguments,
        Display display
    )
    {
        var all = arguments.Get(AllTensors);
        if (source.Graph is { } graph && (source.IsImported || all || DetectorGraph.Find(graph) is null))
        {
            var forward = new GraphForward(graph, all);
            return (image => forward.Run(new InputTensor(images.Channels, images.Height, images.Width, image)), null);
        }
        if (all)
            throw new UsageException("--all-tensors is for graphs: compile the network first");
        images.RequirePictures(source.Input.Channels);
        var detector = NetworkArguments.Detector(source, arguments, display);
        var device = source.Graph is null ? NetworkArguments.Device(arguments) : "cpu";
        return (
            image => [.. NetworkRunner.Run(detector, new InputTensor(images.Channels, images.Height, images.Width, image), device).All],
            detector
        );
    }
}
