using System.Globalization;
using System.Text;
using SpikeSharp.Cli.Failures;
using SpikeSharp.Cli.Inputs;
using SpikeSharp.Cli.Invocation;
using SpikeSharp.Cli.Options;
using SpikeSharp.Cli.Terminal;
using SpikeSharp.Conversion;
using SpikeSharp.Evaluation;
using SpikeSharp.Evaluation.Sweep;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Detection;
using SpikeSharp.Graph.Operations;
using SpikeSharp.Graph.Safetensors;
using SpikeSharp.Reports;
using static SpikeSharp.Cli.Options.OptionTable;

namespace SpikeSharp.Cli.Verbs;

/// <summary>`spikesharp sweep`.</summary>
internal static class SweepVerb
{
    // Pictures whose spikes are counted, and layers compared; the score is of all.
    private const int Counted = 8;

    public static readonly Verb Verb = new(
        "sweep",
        "measure a converted network after several time steps, beside its ANN",
        Run,
        Needs: [Model, AnnModel, DataSet],
        Offers:
        [
            Cfg,
            OptionTable.Split,
            Limit,
            Strict,
            AllowBad,
            Steps,
            ImageSize,
            Threads,
            OptionTable.Engine,
            Workers,
            Confidence,
            Overlap,
            MaxDetections,
            .. RunFolder,
            Json,
        ]
    )
    {
        Examples =
        [
            "spikesharp sweep --model net.spk.safetensors --ann best.safetensors --data cells.yaml --split test --steps 4,8,16,32,64",
        ],
    };

    private static void Run(Arguments arguments, Session session)
    {
        var display = session.Display;
        int[] steps = [.. (arguments.Get(Steps) ?? [4, 8, 16, 32, 64]).Order().Distinct()];
        if (steps.Length == 0 || steps[0] < 1)
            throw new UsageException("--steps wants time steps of 1 and more, such as 4,8,16");
        var options = NetworkArguments.Engine(arguments)
            ?? throw new UsageException("--engine reference is too slow for a sweep; choose exact or int8");
        var spiking = GraphArguments.Graph(arguments.Require(Model), arguments, display);
        var ann = GraphArguments.Graph(arguments.Require(AnnModel), arguments, display);
        Compare(spiking, ann);
        var input = GraphArguments.Input(arguments, spiking, display);
        var data = DataArguments.Load(input.Task, arguments, session);
        var validate = new ValidateOptions
        {
            ImageSize = input.Side,
            Batch = 1,
            Workers = Math.Min(arguments.Get(Workers), Environment.ProcessorCount),
            Confidence = arguments.Get(Confidence) ?? SuppressionOptions.Validation.Confidence,
            IoU = arguments.Get(Overlap),
            MaxDetections = arguments.Get(MaxDetections),
            Rectangular = true,
        };
        using var claim = ClaimedFolder.Next(
            arguments.Get(Project) ?? Path.Combine("runs", "convert"),
            arguments.Get(Name) ?? "sweep",
            arguments.Get(ExistOk)
        );
        StepScore[] measured;
        using (var sweep = new TaskSweep(data, validate, ann, spiking, steps, options, input.Step))
            measured = display.Progress("score", data.Count, report => sweep.Run(report, session.Stop));
        var (before, scores) = (measured[0], measured[1..]);
        var pictures = GraphArguments.Pictures(
            arguments.Require(DataSet),
            arguments.Get(OptionTable.Split),
            Math.Min(arguments.Get(Limit) ?? Counted, Counted)
        );
        var images = display.Progress("read", pictures.Count, report => GraphArguments.Read(pictures, input, session, report).ToArray());
        var energy = display.Progress("count", images.Length, report =>
            EnergyOverTime.Measure(ann, spiking, steps, images, options, () => report.Advance(), session.Stop)
        );
        var network = new SourceNetwork(ann);
        var errors = display.Progress("compare", images.Length, report =>
            ConversionErrors.Measure(network, spiking.With(steps[^1]), images, options.Threads, () => report.Advance(), session.Stop)
        );

        display.Table(Table(before, scores, energy));
        WriteCsv(Path.Combine(claim.Folder, "sweep.csv"), before, scores, energy);
        SweepPicture.Draw(before, scores, energy, errors).Save(Path.Combine(claim.Folder, "sweep.png"));
        JsonFile.Write(
            arguments.Get(Json),
            new
            {
                Model = arguments.Require(Model),
                Ann = arguments.Require(AnnModel),
                Data = data.File,
                data.Split,
                ImageSize = input.Side,
                Engine = options,
                AnnScore = before,
                Scores = scores,
                Energy = energy,
                Errors = errors,
            }
        );
        display.Line($"results in {claim.Folder}");
    }

    // The one is to be the other's conversion.
    private static void Compare(SpikeGraph spiking, SpikeGraph ann)
    {
        if (!spiking.Nodes.Any(node => node.Operation is BurstIf))
            throw new GraphException("it is no converted network; make one with `spikesharp convert`");
        if (ann.Nodes.Any(node => node.Operation is SpikingNeuron))
            throw new GraphException("the network of --ann spikes; give the ordinary network that --model was converted from");
        string[] Results(SpikeGraph graph)
        {
            var shapes = graph.InferShapes(ann.Info.ImageSize, ann.Info.ImageSize);
            return
            [
                .. graph.Outputs.Select(output => $"{output.Name} of {shapes[output.Value].Channels} channels"),
                $"{graph.Info.ClassNames.Count} classes",
            ];
        }
        var (one, other) = (Results(spiking), Results(ann));
        if (!one.SequenceEqual(other))
            throw new GraphException(
                $"--model gives {string.Join(", ", one)}, and --ann {string.Join(", ", other)}; give the ordinary network that --model "
                    + $"was converted from"
            );
    }

    private static ResultTable Table(StepScore ann, StepScore[] scores, IReadOnlyList<EnergyOverTime> energy)
    {
        var table = new ResultTable([
            "network",
            .. ann.Values.Keys,
            .. ann.Values.Keys.Select(metric => metric + " - ANN"),
            "M spikes",
            "mJ",
            "energy/ANN",
            "by rates",
        ]);
        table.Add([
            "ANN",
            .. ann.Values.Values.Select(Number),
            .. ann.Values.Keys.Select(_ => ""),
            "",
            Number(energy[0].AnnMillijoules),
            "1",
            "1",
        ]);
        foreach (var (score, e) in scores.Zip(energy))
        {
            table.Add([
                $"T = {score.Steps}",
                .. score.Values.Values.Select(Number),
                .. score.Values.Select(value => Number(value.Value - ann.Values[value.Key])),
                (e.SpikesPerImage / 1e6).ToString("F3", CultureInfo.InvariantCulture),
                Number(e.Millijoules),
                Number(e.Ratio),
                Number(e.FormulaMillijoules / e.AnnMillijoules),
            ]);
        }
        return table;
    }

    private static void WriteCsv(string path, StepScore ann, StepScore[] scores, IReadOnlyList<EnergyOverTime> energy)
    {
        var text = new StringBuilder($"T,{string.Join(',', ann.Values.Keys)},spikes,mJ,mJ_by_rates,ann_mJ,ratio\n");
        var annEnergy = Exact(energy[0].AnnMillijoules);
        text.Append(
            CultureInfo.InvariantCulture,
            $"0,{string.Join(',', ann.Values.Values.Select(Exact))},,{annEnergy},{annEnergy},{annEnergy},1\n"
        );
        foreach (var (score, e) in scores.Zip(energy))
        {
            double[] cells = [.. score.Values.Values, e.SpikesPerImage, e.Millijoules, e.FormulaMillijoules, e.AnnMillijoules, e.Ratio];
            text.Append(CultureInfo.InvariantCulture, $"{score.Steps},{string.Join(',', cells.Select(Exact))}\n");
        }
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static string Number(double value) => value.ToString("F4", CultureInfo.InvariantCulture);

    private static string Exact(double value) => value.ToString("G9", CultureInfo.InvariantCulture);
}
