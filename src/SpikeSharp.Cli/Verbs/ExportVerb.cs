using System.Globalization;
using SpikeSharp.Cli.Inputs;
using SpikeSharp.Cli.Invocation;
using SpikeSharp.Cli.Terminal;
using SpikeSharp.Onnx;
using static SpikeSharp.Cli.Options.OptionTable;

namespace SpikeSharp.Cli.Verbs;

/// <summary>`spikesharp export`.</summary>
internal static class ExportVerb
{
    public static readonly Verb Verb = new(
        "export",
        "write a compiled graph in a form that other runtimes read",
        Run,
        Needs: [Model, OutputFile],
        Offers: [Cfg, Weights, Strict, .. Network, ImageSize, Threads, Format, Factorised, Json]
    )
    {
        Examples =
        [
            "spikesharp export --model net.spk.safetensors --format onnx -o net.onnx",
            "spikesharp export --model best.safetensors --imgsz 320 --factorised -o net.onnx",
        ],
    };

    private static void Run(Arguments arguments, Session session)
    {
        var (display, output) = (session.Display, arguments.Require(OutputFile));
        var graph = GraphArguments.Graph(arguments, display);
        var side = GraphArguments.Side(arguments, graph, display);
        var factorised = arguments.Get(Factorised);
        session.Stop.ThrowIfCancellationRequested();
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(output))!);
        var file = OnnxFile.Save(graph, output, new OnnxSaveOptions(side, side) { Factorised = factorised });
        JsonFile.Write(
            arguments.Get(Json),
            new
            {
                Model = arguments.Require(Model),
                Output = output,
                Format = arguments.Get(Format),
                ImageSize = side,
                Factorised = factorised,
                Opset = OnnxFile.WrittenOpset,
                OnnxFile.IrVersion,
                file.Bytes,
                file.Nodes,
                file.Initialisers,
                file.FactorisedConvolutions,
                Outputs = graph.Outputs.Select(result => result.Name),
            }
        );
        display.Line(
            $"input: {OnnxFile.InputName}, {side} x {side} px, 0 to 1; outputs: "
                + $"{string.Join(", ", graph.Outputs.Select(result => result.Name))}"
        );
        display.Line(
            factorised
                ? $"convolutions: {file.FactorisedConvolutions} written as the chain of their factors, which is not spike-driven"
                : "convolutions: merged, as compiled"
        );
        display.Line(
            string.Create(
                CultureInfo.InvariantCulture,
                $"ONNX: opset {OnnxFile.WrittenOpset}, {file.Nodes:N0} nodes, {file.Initialisers:N0} constants, {file.Bytes:N0} bytes"
            )
        );
        display.Line($"written: {output}");
    }
}
