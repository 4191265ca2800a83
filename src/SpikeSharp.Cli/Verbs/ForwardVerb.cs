using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using SpikeSharp.Cli.Forwarding;
using SpikeSharp.Cli.Options;
using SpikeSharp.Cli.Terminal;
using SpikeSharp.Graph.Safetensors;
using static SpikeSharp.Cli.Options.OptionTable;

namespace SpikeSharp.Cli.Verbs;

/// <summary>`spikesharp forward`.</summary>
internal static class ForwardVerb
{
    public static readonly Verb Verb = new("forward", "run a network on a tensor and write the tensors that come out", Run,
        Needs: [Model, Tensors, OutputFile],
        Offers: [Cfg, Weights, Strict, .. Network, .. Computing, Json])
    {
        Examples =
        [
            "spikesharp forward --model best.safetensors --input image.safetensors --output result.safetensors",
            "spikesharp forward --model spikeyolo-s --nc 3 --weights W.safetensors --input image.safetensors --output result.safetensors",
        ],
    };

    private static void Run(Arguments arguments, Session session)
    {
        var (input, output, display) = (arguments.Require(Tensors), arguments.Require(OutputFile), session.Display);
        var source = NetworkArguments.Open(arguments);
        var images = ImageBatch.Read(input);
        using var detector = NetworkArguments.Detector(source, arguments, display);
        var device = source.Graph is null ? NetworkArguments.Device(arguments) : "cpu";
        var start = Stopwatch.GetTimestamp();
        var results = display.Progress("forward", images.Count, progress => Enumerable.Range(0, images.Count).Select(i =>
        {
            session.Stop.ThrowIfCancellationRequested();
            var result = NetworkRunner.Run(detector, images.Image(i), images.Height, images.Width, device);
            progress.Advance();
            return result;
        }).ToArray());
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;

        var tensors = results[0].All.Select((first, k) => new TensorSource(first.Name, DType.F32, [images.Count, .. first.Shape], stream =>
        {
            foreach (var result in results) stream.Write(MemoryMarshal.AsBytes<float>(result.All.ElementAt(k).Values));
        })).ToArray();
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(output))!);
        SafetensorsWriter.Write(output, tensors);

        foreach (var tensor in tensors) display.Line($"{tensor.Name}  [{string.Join(", ", tensor.Shape)}]");
        display.Line(string.Create(CultureInfo.InvariantCulture, $"forward: {images.Count} images of {images.Height} x {images.Width} in {seconds:0.000} s, written to {output}"));
        JsonFile.Write(arguments.Get(Json), new
        {
            Model = source.Name, Input = input, Output = output, Images = images.Count, images.Height, images.Width, Seconds = seconds,
            Tensors = tensors.ToDictionary(tensor => tensor.Name, tensor => tensor.Shape),
        });
    }
}
