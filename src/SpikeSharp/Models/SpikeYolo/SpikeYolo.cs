using System.Globalization;
using SpikeSharp.Blocks;
using SpikeSharp.Graph;
using SpikeSharp.Neurons;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Functional;
using SpikeSharp.Torch.Modules;
using static SpikeSharp.Models.SpikeYolo.LayerKind;

namespace SpikeSharp.Models.SpikeYolo;

/// <summary>
/// SpikeYOLO: a YOLOv8-like macro design of meta SNN blocks with I-LIF neurons and an anchor-free head (the table of
/// docs/spec/spikeyolo.md 3.1).
/// </summary>
public sealed class SpikeYolo : Network
{
    // Each row takes the output of the row before.
    // csharpier-ignore
    private static readonly Row[] Table =
    [
        /*  0 */ new(Repeat),                                                   // over T
        /*  1 */ new(LayerKind.DownSampling, Channels: 128, Kernel: 7, Stride: 4),
        /*  2 */ new(LayerKind.SnnBlock1, Repeats: 3, Ratio: 4),
        /*  3 */ new(LayerKind.DownSampling, Channels: 256, Kernel: 3, Stride: 2),
        /*  4 */ new(LayerKind.SnnBlock1, Repeats: 6, Ratio: 4),
        /*  5 */ new(LayerKind.DownSampling, Channels: 512, Kernel: 3, Stride: 2),
        /*  6 */ new(LayerKind.SnnBlock2, Repeats: 9, Ratio: 3),
        /*  7 */ new(LayerKind.DownSampling, Channels: 1024, Kernel: 3, Stride: 2),
        /*  8 */ new(LayerKind.SnnBlock2, Repeats: 3, Ratio: 2),
        /*  9 */ new(LayerKind.Sppf, Channels: 1024, Kernel: 5),
        /* 10 */ new(LayerKind.SpikeConv, Channels: 512),
        /* 11 */ new(Upsample),
        /* 12 */ new(LayerKind.SnnBlock2, Ratio: 3),
        /* 13 */ new(Concat, With: 6),
        /* 14 */ new(LayerKind.SpikeConv, Channels: 256),
        /* 15 */ new(Upsample),
        /* 16 */ new(LayerKind.SnnBlock1, Ratio: 4),
        /* 17 */ new(Concat, With: 4),
        /* 18 */ new(LayerKind.SpikeConv, Channels: 256),
        /* 19 */ new(LayerKind.SnnBlock1, Ratio: 4),                            // P3
        /* 20 */ new(LayerKind.SpikeConv, Channels: 256, Kernel: 3, Stride: 2),
        /* 21 */ new(Concat, With: 14),
        /* 22 */ new(LayerKind.SnnBlock2, Ratio: 3),                            // P4
        /* 23 */ new(LayerKind.SpikeConv, Channels: 512, Kernel: 3, Stride: 2),
        /* 24 */ new(Concat, With: 10),
        /* 25 */ new(LayerKind.SnnBlock2),                                      // P5
        /* 26 */ new(Detect),
    ];

    private static readonly int[] HeadLayers = [19, 22, 25];
    private static readonly HashSet<int> Kept = [.. HeadLayers, .. Table.Where(r => r.Kind == Concat).Select(r => r.With)];

    private readonly NetworkModule[][] _layers = new NetworkModule[Table.Length][];

    /// <summary>Builds the network with freshly drawn weights (PyTorch's defaults; <see cref="TorchRuntime.Seed"/> decides them).</summary>
    public SpikeYolo(SpikeYoloOptions options)
    {
        if (options.Classes < 1)
            throw new ArgumentOutOfRangeException(nameof(options), $"a detector needs at least one class, not {options.Classes}");
        if (options.Neuron.TimeSteps < 1)
            throw new ArgumentOutOfRangeException(nameof(options), $"T is at least 1, not {options.Neuron.TimeSteps}");
        if (options.Neuron.MaxSpikes < 1)
            throw new ArgumentOutOfRangeException(nameof(options), $"D is at least 1, not {options.Neuron.MaxSpikes}");
        Options = options;
        Context = new SpikingContext(options.Neuron, bnEps: 1e-3, bnMomentum: 0.03);
        using var scope = new TensorScope();
        var widths = new int[Table.Length];
        var channels = options.Input.Channels;
        for (var i = 0; i < Table.Length - 1; i++)
        {
            (_layers[i], channels) = Build(Weights.Root / "model" / i, Table[i], channels, widths);
            widths[i] = channels;
        }
        Head = new SpikeDetect(
            Weights.Root / "model" / (Table.Length - 1),
            Context,
            options.Classes,
            [.. HeadLayers.Select(i => widths[i])]
        );
    }

    /// <inheritdoc/>
    public override SpikeYoloOptions Options { get; }

    /// <summary>The neurons' shared options and observer.</summary>
    public override SpikingContext Context { get; }

    /// <inheritdoc/>
    public override string ClassBranches => "model.26.cv3.";

    /// <summary>The detection head.</summary>
    public SpikeDetect Head { get; }

    /// <summary>T of the network's computation: the options' T, but 1 for the ANN twin, which has no time.</summary>
    public override int TimeSteps => Options.IsSpiking ? Options.Neuron.TimeSteps : 1;

    /// <summary>Sees every layer's output [T·B, C, H, W] by its number; null when nobody watches.</summary>
    public Action<int, Tensor>? LayerObserver { get; set; }

    /// <summary>The head's raw maps, one a level, [B, 64 + classes, H/8, W/8], …/16, …/32: box logits first, averaged over T.</summary>
    /// <param name="images">Float32 [B, C, H, W], or [B, T, C, H, W] where the input has frames; H and W multiples of 32.</param>
    /// <exception cref="ShapeException">The images are of another shape.</exception>
    public override Tensor[] Forward(Tensor images)
    {
        Require(images);
        using var scope = new TensorScope();
        var kept = new Dictionary<int, Tensor>();
        var x = images;
        for (var i = 0; i < Table.Length - 1; i++)
        {
            var y = Run(i, x, kept);
            LayerObserver?.Invoke(i, y);
            if (Kept.Contains(i))
                kept[i] = y;
            if (x != y && x != images && !Kept.Contains(i - 1))
                x.Dispose();
            x = y;
        }
        var maps = Head.Forward([.. HeadLayers.Select(i => kept[i])]);
        foreach (var map in maps)
            scope.Keep(map);
        return maps;
    }

    private Tensor Run(int i, Tensor x, Dictionary<int, Tensor> kept) =>
        Table[i].Kind switch
        {
            Repeat => OverTime(x),
            Upsample => Layers.UpsampleNearest(x, 2),
            Concat => Tensor.Cat([x, kept[Table[i].With]], 1),
            _ => _layers[i].Aggregate(x, (y, block) => block.Call(y)),
        };

    // [T·B, C, H, W], one time step after the other: the picture at each of them, or the frame of each.
    private Tensor OverTime(Tensor images) =>
        Options.Input.HasFrames ? images.Transpose(0, 1).Reshape([-1, .. images.Shape[2..]])
        : TimeSteps > 1 ? images.Repeat(TimeSteps, 1, 1, 1)
        : images;

    /// <inheritdoc/>
    public override void Emit(GraphBuilder g)
    {
        var values = new GraphValue[Table.Length];
        var x = g.Input(Options.Input);
        for (var i = 0; i < Table.Length - 1; i++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"model.{i}");
            values[i] = x = Table[i].Kind switch
            {
                Repeat => x, // a static value is the same at every time step
                Upsample => g.Upsample(name, x, 2),
                Concat => g.Concat(name, x, values[Table[i].With]),
                _ => _layers[i].Aggregate(x, (y, block) => block.Emit(g, y)),
            };
        }
        Head.Emit(g, [.. HeadLayers.Select(i => values[i])]);
    }

    private (NetworkModule[] Blocks, int Channels) Build(Weights w, Row row, int input, int[] widths)
    {
        var repeats = row.Repeats > 1 ? Math.Max((int)Math.Round(row.Repeats * Options.Variant.Depth), 1) : 1; // ties to even, as Python's
        return row.Kind switch
        {
            Repeat or Upsample => ([], input),
            Concat => ([], input + widths[row.With]),
            LayerKind.DownSampling => (
                [new DownSampling(w, Context, input, Scaled(row), row.Kernel, row.Stride, row.Stride / 2, first: row.Kernel == 7)],
                Scaled(row)
            ),
            LayerKind.SpikeConv => ([new SpikeConv(w, Context, input, Scaled(row), row.Kernel, row.Stride)], Scaled(row)),
            LayerKind.Sppf => ([new SpikeSppf(w, Context, input, ScaledToEight(row), row.Kernel)], ScaledToEight(row)),
            LayerKind.SnnBlock1 => (Repeated(w, repeats, at => new SnnBlock1(at, Context, input, row.Ratio)), input),
            LayerKind.SnnBlock2 => (
                Repeated(w, repeats, at => new SnnBlock2(at, Context, input, row.Ratio > 0 ? row.Ratio : Options.Variant.LastRatio)),
                input
            ),
            _ => throw new InvalidOperationException($"no layer is built from {row}"),
        };
    }

    // A single block has no index in its name, repeated ones have.
    private static NetworkModule[] Repeated(Weights w, int repeats, Func<Weights, NetworkModule> block) =>
        repeats == 1 ? [block(w)] : [.. Enumerable.Range(0, repeats).Select(i => block(w / i))];

    private int Scaled(Row row) => (int)(Math.Min(row.Channels, Options.Variant.MaxChannels) * Options.Variant.Width);

    private int ScaledToEight(Row row) =>
        (int)Math.Ceiling(Math.Min(row.Channels, Options.Variant.MaxChannels) * Options.Variant.Width / 8) * 8;
}
