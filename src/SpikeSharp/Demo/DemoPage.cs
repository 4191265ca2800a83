using System.Globalization;
using System.Net;
using System.Text;
using SpikeSharp.Data.Detection;
using SpikeSharp.Evaluation;
using SpikeSharp.Graph.Detection;
using SpikeSharp.Imaging;
using SpikeSharp.Reports;

namespace SpikeSharp.Demo;

/// <summary>The demonstration's page: one file that needs no other, and no script.</summary>
internal sealed class DemoPage
{
    private const int TrainingPictures = 8,
        PictureSide = 480,
        JpegQuality = 82;
    private const float LeastConfidence = (float)SuppressionOptions.UsualConfidence;

    private readonly DemoResult _result;
    private readonly StringBuilder _html = new();

    private DemoPage(DemoResult result) => _result = result;

    private IReadOnlyList<string> Names => _result.Train.Yaml.Names;

    /// <summary>Writes the page.</summary>
    public static string Of(DemoResult result) => new DemoPage(result).Write();

    private string Write()
    {
        _html.Append(
            "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
                + "content=\"width=device-width,initial-scale=1\">"
        );
        _html.Append("<title>SpikeSharp demonstration</title><style>").Append(PageStyle.Css).Append("</style></head><body><main>\n");
        Header();
        DataSection();
        TrainingSection();
        ScoreSection();
        SpikesSection();
        ProofSection();
        EnergySection();
        OwnDataSection();
        return _html.Append("</main></body></html>\n").ToString();
    }

    private void Header()
    {
        var (m, e, o) = (_result.Score.Metrics, _result.Energy, _result.Options);
        _html.Append("<header><h1>A spiking network that finds shapes</h1>");
        Paragraph(
            $"SpikeSharp drew {_result.Train.Images.Count + _result.Validation.Images.Count} pictures, trained a SpikeYOLO of scale "
                + $"{o.Variant.Name} on them with I-LIF neurons "
                + $"(T = {_result.Counts.TimeSteps}, integer spikes 0…{MaxSpikes}), compiled it so that every convolution but the first "
                + $"takes spikes only, and measured it: all of it on this machine, in {Minutes(_result.Time)}."
        );
        _html.Append("</header><div class=\"facts\">");
        Fact(
            string.Create(CultureInfo.InvariantCulture, $"{m.Map50:0.000}"),
            $"mAP50 on {_result.Validation.Images.Count} pictures it never saw"
        );
        Fact(string.Create(CultureInfo.InvariantCulture, $"{m.Map:0.000}"), "mAP50-95 on the same");
        Fact(
            _result.Verification.Differing == 0
                ? "0 differ"
                : string.Create(CultureInfo.InvariantCulture, $"{_result.Verification.Differing:N0} differ"),
            string.Create(
                CultureInfo.InvariantCulture,
                $"of {_result.Verification.Compared:N0} integer spikes, computed as binary time steps"
            )
        );
        Fact(
            string.Create(CultureInfo.InvariantCulture, $"{e.Ann.Ratio:0.0} × less"),
            "energy by the paper's formula than the same network as an ANN"
        );
        Fact(
            string.Create(CultureInfo.InvariantCulture, $"{_result.Score.MeanRate ?? 0:0.00}"),
            $"mean integer spike of a neuron, of {MaxSpikes} possible"
        );
        _html.Append("</div>\n");
    }

    private void DataSection()
    {
        Section("The data: synthetic, made by this program");
        Paragraph(
            $"<b>No camera was involved.</b> The program drew {_result.Train.Images.Count} pictures to train on and "
                + $"{_result.Validation.Images.Count} to validate on, "
                + $"{_result.Options.Pictures.ImageSize} pixels wide or high, seed {_result.Options.Seed}. The {Names.Count} classes "
                + $"({Html(string.Join(", ", Names))}) differ by shape and, loosely, by hue, which ground and clutter share; size, "
                + $"rotation, light and place are random. "
                + "Shapes overlap, leave the picture, and lie on textured grounds among squares, bars, half-discs and strokes that "
                + "belong to no class. What the numbers below say, they say of these pictures."
        );
        _html.Append("<div class=\"pictures\">");
        foreach (var image in _result.Train.Images.Take(TrainingPictures))
            Figure(
                Labelled(image.Path, image.Labels.Select(l => (Pixels(l, image), l.Class, Names[l.Class]))),
                Path.GetFileName(image.Path)
            );
        _html.Append("</div>");
        Table(
            ["class", "objects to train on", "objects to validate on"],
            Names.Select((name, i) => new[] { name, Objects(_result.Train, i), Objects(_result.Validation, i) })
        );
        EndSection();
    }

    private void TrainingSection()
    {
        var (c, o) = (_result.Curves, _result.Options);
        Section("Training");
        Paragraph(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{c.Epochs} epochs in {Minutes(TimeSpan.FromSeconds(c.Seconds))} of training and validating"
            )
                + (c.Epochs < o.Epochs ? $"; {o.Epochs} were planned, the time limit ended it early" : "")
                + $". AdamW, {o.ImageSize} px, batch {o.Batch}, mosaic except in the last {Math.Min(o.CloseMosaic, o.Epochs)} epochs; "
                + $"gradients pass the rounding of the spikes straight through where the potential lies in 0…{MaxSpikes}."
        );
        _html.Append("<div class=\"two\"><div><h3>Losses</h3>");
        _html.Append(
            SvgChart.Lines("epoch", 0, ("box", "var(--accent)", c.Box), ("class", "var(--second)", c.Class), ("dfl", "var(--third)", c.Dfl))
        );
        _html.Append("</div><div><h3>Validation</h3>");
        _html.Append(
            SvgChart.Lines(
                "epoch",
                1,
                ("mAP50", "var(--accent)", c.Map50),
                ("mAP50-95", "var(--second)", c.Map),
                ("mean integer spike", "var(--third)", c.Rate)
            )
        );
        _html.Append("</div></div>");
        EndSection();
    }

    private void ScoreSection()
    {
        var m = _result.Score.Metrics;
        Section("What it finds");
        Table(
            ["class", "pictures", "objects", "precision", "recall", "AP50", "AP50-95"],
            m.Classes.Select(c =>
                new[]
                {
                    Names[c.Class],
                    string.Create(CultureInfo.InvariantCulture, $"{c.Images}"),
                    string.Create(CultureInfo.InvariantCulture, $"{c.Objects}"),
                    string.Create(CultureInfo.InvariantCulture, $"{c.Precision:0.000}"),
                    string.Create(CultureInfo.InvariantCulture, $"{c.Recall:0.000}"),
                    string.Create(CultureInfo.InvariantCulture, $"{c.Ap50:0.000}"),
                    string.Create(CultureInfo.InvariantCulture, $"{c.Ap:0.000}"),
                }
            ),
            [
                "all",
                string.Create(CultureInfo.InvariantCulture, $"{m.Images}"),
                string.Create(CultureInfo.InvariantCulture, $"{m.Objects}"),
                string.Create(CultureInfo.InvariantCulture, $"{m.Precision:0.000}"),
                string.Create(CultureInfo.InvariantCulture, $"{m.Recall:0.000}"),
                string.Create(CultureInfo.InvariantCulture, $"{m.Map50:0.000}"),
                string.Create(CultureInfo.InvariantCulture, $"{m.Map:0.000}"),
            ]
        );
        Paragraph(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Precision and recall at confidence {m.Confidence:0.00}. Below, the first {_result.Samples.Count} validation pictures "
                    + $"as they come, not chosen: what is there, then what was found above confidence {LeastConfidence:0.00}."
            )
        );
        _html.Append("<div class=\"pictures\">");
        foreach (var sample in _result.Samples)
        {
            Figure(
                Labelled(sample.Image.Path, sample.Truth.Select(t => (t.Box, t.Class, Names[t.Class]))),
                "there: " + Path.GetFileName(sample.Image.Path)
            );
            Figure(
                Labelled(
                    sample.Image.Path,
                    Confident(sample)
                        .Select(d => (d.Box, d.Class, string.Create(CultureInfo.InvariantCulture, $"{Names[d.Class]} {d.Confidence:0.00}")))
                ),
                $"found: {Confident(sample).Count()} boxes, {sample.Truth.Count} objects there"
            );
        }
        _html.Append("</div>");
        EndSection();
    }

    private void SpikesSection()
    {
        Section("What it fires");
        Paragraph(
            $"The mean integer spike of each of the {_result.Counts.FiringRates.Count} neuron layers, from the image to the head, over "
                + $"{_result.Counts.Images} validation pictures. A layer could fire {MaxSpikes} at every neuron; the less it fires, the "
                + $"fewer weights are added up behind it."
        );
        _html.Append(
            SvgChart.Bars("neuron layers, first to last", 0, [.. _result.Counts.FiringRates.Select(r => (r.Node, r.MeanInteger))])
        );
        Paragraph(
            $"And the spikes themselves, for the picture on the left: of {_result.Maps.Count} layers the mean over all channels, then "
                + $"the channel that varies most as integers (black 0, white {MaxSpikes}), then the same channel in {MaxSpikes} binary "
                + $"time steps, which add up to it."
        );
        _html.Append("<div class=\"watch\"><div>");
        Figure(Jpeg(_result.Watched), "the picture the network sees");
        _html.Append("</div><div class=\"maps layers\">");
        foreach (var map in _result.Maps)
        {
            _html.Append(
                CultureInfo.InvariantCulture,
                $"<div class=\"map\"><p><code>{Html(map.Layer)}</code>, mean {map.MeanSpikes:0.000}</p>"
            );
            Figure(Png(map.Mean), $"{map.Channels} channels");
            Figure(Png(map.Liveliest), "liveliest one");
            _html.Append("<figure><div class=\"steps\">");
            foreach (var step in map.Steps)
                _html.Append("<img alt=\"binary time step\" src=\"").Append(Png(step)).Append("\">");
            _html.Append(CultureInfo.InvariantCulture, $"</div><figcaption>= {map.Steps.Count} binary steps</figcaption></figure></div>");
        }
        _html.Append("</div></div>");
        EndSection();
    }

    private void ProofSection()
    {
        var (v, d) = (_result.Verification, _result.SpikeDriven);
        Section("Integer spikes and binary time steps are the same network");
        Paragraph(
            $"A neuron that fires the integer 3 is one that fires in 3 of {MaxSpikes} binary time steps: a convolution over either adds "
                + $"up the same weights. "
                + string.Create(
                    CultureInfo.InvariantCulture,
                    $"Both were computed for {v.Images} validation pictures, in every layer from the image on: <b>{v.Compared:N0} spikes "
                        + $"compared, <span class=\"{(v.Passed ? "good" : "bad")}\">{v.Differing:N0} differ</span></b>; the outputs "
                        + $"differ by at most {v.LargestOutputDifference:G2}."
                )
        );
        Paragraph(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Compiling merged {_result.TrainedLayers.Convolutions} convolutions and {_result.TrainedLayers.Normalisations} "
                    + $"normalisations ({_result.TrainedParameters:N0} parameters) into {_result.Counts.Layers.Count} convolutions "
                    + $"({_result.CompiledParameters:N0} parameters): "
            )
                + (
                    d.IsSpikeDriven
                        ? $"<span class=\"good\">{d.SpikeLayers.Count} of them take spikes only, {d.ImageLayers.Count} sees the image, "
                            + $"none else multiplies</span>."
                        : $"<span class=\"bad\">{d.Violations.Count} of them break the rule that only spikes go in</span>."
                )
        );
        EndSection();
    }

    private void EnergySection()
    {
        var e = _result.Energy;
        Section("Energy, counted");
        Paragraph(
            string.Create(
                CultureInfo.InvariantCulture,
                $"By the paper's equations 16 and 17, for convolutions: a multiply-accumulate costs {e.Model.MacPicojoules} pJ, an "
                    + $"addition {e.Model.AcPicojoules} pJ (45 nm, 32-bit float); a layer over spikes adds MAC × mean integer spike × T "
                    + $"times. "
            )
                + $"The ANN twin is the same merged network with multiplications everywhere. Mean of {_result.Counts.Images} validation "
                + $"pictures. <b>An estimate from counted operations, not a measurement of this machine,</b> which has no spiking "
                + $"hardware."
        );
        Table(
            ["layer", "convolutions", "M MAC", "mean integer spike", "M additions, exact", "mJ", "mJ as an ANN", "ANN / SNN"],
            e.Layers.GroupBy(layer => Block(layer.Count.Node))
                .Select(block =>
                    new[]
                    {
                        block.Key,
                        string.Create(CultureInfo.InvariantCulture, $"{block.Count()}"),
                        string.Create(CultureInfo.InvariantCulture, $"{block.Sum(l => l.Count.MacsPerStep) / 1e6:0.00}"),
                        block.All(l => l.Count.SeesSpikes)
                            ? string.Create(
                                CultureInfo.InvariantCulture,
                                $"{block.Sum(l => l.Count.MacsPerStep * l.Count.MeanInput) / block.Sum(l => l.Count.MacsPerStep):0.000}"
                            )
                            : "image",
                        block.All(l => l.Count.SeesSpikes)
                            ? string.Create(CultureInfo.InvariantCulture, $"{block.Sum(l => l.Count.Accumulations) / 1e6:0.00}")
                            : "",
                        string.Create(CultureInfo.InvariantCulture, $"{block.Sum(l => l.Millijoules):0.00000}"),
                        string.Create(CultureInfo.InvariantCulture, $"{block.Sum(l => l.AnnMillijoules):0.0000}"),
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{block.Sum(l => l.AnnMillijoules) / block.Sum(l => l.Millijoules):0.0}"
                        ),
                    }
                ),
            [
                "all",
                string.Create(CultureInfo.InvariantCulture, $"{e.Layers.Count}"),
                string.Create(CultureInfo.InvariantCulture, $"{_result.Counts.MacsPerStep / 1e6:0.00}"),
                "",
                string.Create(CultureInfo.InvariantCulture, $"{_result.Counts.Accumulations / 1e6:0.00}"),
                string.Create(CultureInfo.InvariantCulture, $"{e.Millijoules:0.00000}"),
                string.Create(CultureInfo.InvariantCulture, $"{e.Ann.Millijoules:0.0000}"),
                string.Create(CultureInfo.InvariantCulture, $"{e.Ann.Ratio:0.0}"),
            ]
        );
        EndSection();
    }

    private void OwnDataSection()
    {
        Section("The same with your own pictures");
        Paragraph(
            "A data set is a YAML file that names folders of pictures, with YOLO label files beside them (<code>class cx cy w h</code>, "
                + "shares of the sides)."
        );
        _html
            .Append("<pre><code>")
            .Append(
                Html(
                    """
                    ./spikesharp train   --data mine.yaml --model spikeyolo-p --imgsz 320 --epochs 100
                    ./spikesharp val     --model runs/detect/train/weights/best.safetensors --data mine.yaml
                    ./spikesharp predict --model runs/detect/train/weights/best.safetensors --source pictures/
                    ./spikesharp compile --model runs/detect/train/weights/best.safetensors -o net.spk.safetensors
                    ./spikesharp verify  --model net.spk.safetensors --data mine.yaml
                    ./spikesharp energy  --model net.spk.safetensors --data mine.yaml
                    """
                )
            )
            .Append("</code></pre>");
        EndSection();
    }

    private int MaxSpikes => Math.Max(1, _result.Counts.FiringRates.Select(rate => rate.MaxSpikes).DefaultIfEmpty(1).Max());

    // The row of the network's table that a convolution belongs to: model.8.2.Conv.pwconv1 is of model.8.
    private static string Block(string node) => string.Join('.', node.Split('.').Take(2));

    private static string Objects(DetectionData data, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{data.Images.Sum(image => image.Labels.Count(label => label.Class == number))}");

    private static IEnumerable<Detection> Confident(ImageDetections sample) => sample.Found.Where(d => d.Confidence >= LeastConfidence);

    private static Box Pixels(ObjectLabel label, DetectionImage image) =>
        Box.FromCentre(label.X * image.Width, label.Y * image.Height, label.Width * image.Width, label.Height * image.Height);

    private static string Labelled(string path, IEnumerable<(Box, int, string)> boxes) =>
        Jpeg(LabelledImage.Draw(Image.Load(path), PictureSide, boxes));

    private static string Jpeg(Image image) =>
        "data:image/jpeg;base64," + Convert.ToBase64String(image.Encode(ImageFormat.Jpeg, JpegQuality));

    private static string Png(Image image) => "data:image/png;base64," + Convert.ToBase64String(image.Encode(ImageFormat.Png));

    private void Section(string title) => _html.Append("<section><h2>").Append(title).Append("</h2>");

    private void EndSection() => _html.Append("</section>\n");

    private void Paragraph(string inner) => _html.Append("<p>").Append(inner).Append("</p>");

    private void Fact(string number, string what) =>
        _html.Append("<div class=\"fact\"><b>").Append(number).Append("</b><span>").Append(what).Append("</span></div>");

    private void Figure(string source, string caption) =>
        _html
            .Append("<figure><img loading=\"lazy\" alt=\"")
            .Append(Html(caption))
            .Append("\" src=\"")
            .Append(source)
            .Append("\"><figcaption>")
            .Append(Html(caption))
            .Append("</figcaption></figure>");

    private void Table(string[] heads, IEnumerable<string[]> rows, string[]? total = null)
    {
        _html.Append("<div class=\"scroll\"><table><tr>");
        foreach (var head in heads)
            _html.Append("<th>").Append(Html(head)).Append("</th>");
        _html.Append("</tr>");
        foreach (var row in rows)
            Row(row, "");
        if (total is not null)
            Row(total, " class=\"total\"");
        _html.Append("</table></div>");
    }

    private void Row(string[] cells, string attribute)
    {
        _html.Append("<tr").Append(attribute).Append('>');
        foreach (var cell in cells)
            _html.Append("<td>").Append(Html(cell)).Append("</td>");
        _html.Append("</tr>");
    }

    private static string Minutes(TimeSpan time) =>
        time.TotalSeconds < 90
            ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0} seconds")
            : string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0.0} minutes");

    private static string Html(string text) => WebUtility.HtmlEncode(text);
}
