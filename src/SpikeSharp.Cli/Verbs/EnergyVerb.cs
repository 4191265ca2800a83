using System.Globalization;
using SpikeSharp.Cli.Inputs;
using SpikeSharp.Cli.Invocation;
using SpikeSharp.Cli.Options;
using SpikeSharp.Cli.Terminal;
using SpikeSharp.Engine;
using SpikeSharp.Graph.Energy;
using SpikeSharp.Graph.Operations;
using SpikeSharp.Graph.Verification;
using SpikeSharp.Prediction;
using static SpikeSharp.Cli.Options.OptionTable;

namespace SpikeSharp.Cli.Verbs;

/// <summary>`spikesharp energy`.</summary>
internal static class EnergyVerb
{
    public static readonly Verb Verb = new(
        "energy",
        "count operations and estimate energy, beside the ANN twin",
        Run,
        Needs: [Model, DataSet],
        Offers: [Cfg, Weights, Split, AtMost, .. Network, ImageSize, Threads, OptionTable.Engine, OperationEnergy, Json]
    )
    {
        Examples =
        [
            "spikesharp energy --model best.safetensors --data cells.yaml --json energy.json",
            "spikesharp energy --model net.spk.safetensors --data cells.yaml --engine int8",
        ],
    };

    private static void Run(Arguments arguments, Session session)
    {
        var display = session.Display;
        var options = NetworkArguments.Engine(arguments);
        var pictures = GraphArguments.Pictures(arguments);
        var graph = GraphArguments.Graph(arguments, display);
        var side = GraphArguments.Side(arguments, graph, display);
        var counts = display.Progress("energy", pictures.Count, report =>
        {
            var counter = new OperationCounter(graph);
            // The merged network is what is counted, so it is what runs.
            var sums = graph.Nodes.Any(node => node.Operation is BurstIf);
            using var engine = options is null ? null : new SpikeEngine(graph, options with { KeepValues = !sums, SpikesOnly = true });
            foreach (var image in GraphArguments.Read(pictures, PictureInput.Of(graph, side), session, report))
            {
                if (engine is null)
                    counter.Add(image);
                else if (sums && engine.Count(image, cancel: session.Stop) is { } totals)
                    counter.Add(image, totals.Inputs, totals.Neurons);
                else
                    counter.Add(image, engine.Run(image, run => run.All(), session.Stop));
            }
            return counter.Average();
        });
        var name = arguments.Get(OperationEnergy);
        var energy = EnergyReport.Of(
            counts,
            name switch
            {
                "float16" => EnergyModel.Float16,
                "int8" => EnergyModel.Int8,
                _ => EnergyModel.Float32,
            }
        );
        var formula = Formula(energy.Model, name, counts.TimeSteps);
        JsonFile.Write(
            arguments.Get(Json),
            new
            {
                Model = arguments.Require(Model),
                Data = arguments.Require(DataSet),
                counts.Images,
                ImageSize = side,
                counts.TimeSteps,
                Engine = arguments.Get(OptionTable.Engine),
                EnergyModel = name,
                energy.Model.MacPicojoules,
                energy.Model.AcPicojoules,
                Formula = formula,
                energy.Millijoules,
                energy.ExactMillijoules,
                energy.Ann,
                counts.MacsPerStep,
                counts.Accumulations,
                counts.NeuroBench,
                energy.Layers,
                counts.FiringRates,
            }
        );
        display.Table(LayerTable(energy, counts, SpikeDrivenCheck.Run(graph)));
        Conclude(energy, counts, side, formula, display);
    }

    private static string[] Formula(EnergyModel model, string name, int timeSteps) =>
        [
            string.Create(
                CultureInfo.InvariantCulture,
                $"E = sum of MAC * E_MAC over layers that see the image, MAC * rate * T * E_AC over layers that see spikes (eq. 17; rate "
                    + $"= D * fr, mean integer spike, T = {timeSteps})"
            ),
            string.Create(
                CultureInfo.InvariantCulture,
                $"E_ANN = sum of MAC * E_MAC (eq. 16); E_MAC = {model.MacPicojoules} pJ, E_AC = {model.AcPicojoules} pJ (45 nm, {name})"
            ),
        ];

    private static ResultTable LayerTable(EnergyReport energy, OperationCounts counts, SpikeDrivenReport driven)
    {
        var table = new ResultTable([
            "layer",
            "M MAC",
            "rate",
            "rate/step",
            "M SynOps",
            "NeuroBench-integer",
            "NeuroBench-binary",
            "paper formula",
            "mJ",
            "ANN mJ",
            "ANN/SNN",
        ]);
        var image = driven.ImageLayers.ToHashSet(StringComparer.Ordinal);
        foreach (var layer in energy.Layers)
        {
            var c = layer.Count;
            table.Add(
                c.Node,
                Millions(c.MacsPerStep),
                c.SeesSpikes ? Number(c.MeanInput)
                    : image.Contains(c.Node) ? "image"
                    : "reals",
                c.RatePerVirtualStep is { } rate ? Number(rate) : "",
                c.SeesSpikes ? Millions(c.Accumulations) : "",
                Counted(c.EffectiveMacs, c.EffectiveAcs),
                c.SeesSpikes ? Counted(0, c.EffectiveBinaryAcs) : Counted(c.EffectiveMacs, c.EffectiveAcs),
                c.SeesSpikes ? Counted(0, c.Macs * c.MeanInput) : Counted(c.Macs, 0),
                Energy(layer.Millijoules),
                Energy(layer.AnnMillijoules),
                Ratio(layer.AnnMillijoules / layer.Millijoules)
            );
        }
        var n = counts.NeuroBench;
        table.Add(
            "total",
            Millions(counts.MacsPerStep),
            "",
            "",
            Millions(counts.Accumulations),
            Both(n.Integer),
            Both(n.Binary),
            Both(n.PaperFormula),
            Energy(energy.Millijoules),
            Energy(energy.Ann.Millijoules),
            Ratio(energy.Ann.Ratio)
        );
        return table;
    }

    private static void Conclude(EnergyReport energy, OperationCounts counts, int side, string[] formula, Display display)
    {
        foreach (var line in formula)
            display.Line(line);
        display.Line(
            string.Create(
                CultureInfo.InvariantCulture,
                $"mean of {counts.Images} pictures at {side} px; membranes, pooling and decoding are left out; whatever the batch, a "
                    + $"picture counts once"
            )
        );
        display.Line(
            string.Create(
                CultureInfo.InvariantCulture,
                $"energy a picture: {energy.Millijoules:G4} mJ ({energy.ExactMillijoules:G4} mJ with SynOps counted exactly, borders "
                    + $"included); ANN twin {energy.Ann.Millijoules:G4} mJ, {energy.Ann.Ratio:F1} times as much"
            )
        );
        var n = counts.NeuroBench;
        display.Line(
            string.Create(
                CultureInfo.InvariantCulture,
                $"NeuroBench: footprint {n.Footprint:N0} bytes, {n.ParameterCount:N0} parameters, connection sparsity "
                    + $"{n.ConnectionSparsity:F4}, activation sparsity {n.ActivationSparsity:F4}, {n.MembraneUpdates:N0} membrane updates"
            )
        );
    }

    // Multiplications and additions are not the same thing: each number says which it counts, in millions.
    private static string Counted(double macs, double acs) => macs > 0 ? Millions(macs) + " MAC" : Millions(acs) + " AC";

    private static string Both(SynapticOperations operations) =>
        operations.EffectiveMacs > 0 && operations.EffectiveAcs > 0
            ? $"{Millions(operations.EffectiveMacs)} MAC + {Millions(operations.EffectiveAcs)} AC"
            : Counted(operations.EffectiveMacs, operations.EffectiveAcs);

    private static string Millions(double count) => (count / 1e6).ToString("F3", CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString("F4", CultureInfo.InvariantCulture);

    private static string Energy(double millijoules) => millijoules.ToString("F5", CultureInfo.InvariantCulture);

    private static string Ratio(double ratio) => double.IsFinite(ratio) ? ratio.ToString("F1", CultureInfo.InvariantCulture) : "";
}
