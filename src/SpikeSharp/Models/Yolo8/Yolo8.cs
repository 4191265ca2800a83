using System.Globalization;
using SpikeSharp.Blocks;
using SpikeSharp.Graph;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Functional;
using SpikeSharp.Torch.Modules;
using static SpikeSharp.Models.Yolo8.LayerKind;

namespace SpikeSharp.Models.Yolo8;

/// <summary>YOLOv8 as Ultralytics publishes it (yolov8.yaml), under the names of its state dict; trained here, from nothing.</summary>
public sealed class Yolo8 : Network
{
    // Each row takes the output of the row before.
    // csharpier-ignore
    private static readonly Row[] Table =
    [
        /*  0 */ new(Conv, Channels: 64, Kernel: 3, Stride: 2),                 // P1
        /*  1 */ new(Conv, Channels: 128, Kernel: 3, Stride: 2),                // P2
        /*  2 */ new(LayerKind.C2f, Channels: 128, Repeats: 3, Shortcut: true),
        /*  3 */ new(Conv, Channels: 256, Kernel: 3, Stride: 2),                // P3
        /*  4 */ new(LayerKind.C2f, Channels: 256, Repeats: 6, Shortcut: true),
        /*  5 */ new(Conv, Channels: 512, Kernel: 3, Stride: 2),                // P4
        /*  6 */ new(LayerKind.C2f, Channels: 512, Repeats: 6, Shortcut: true),
        /*  7 */ new(Conv, Channels: 1024, Kernel: 3, Stride: 2),               // P5
        /*  8 */ new(LayerKind.C2f, Channels: 1024, Repeats: 3, Shortcut: true),
        /*  9 */ new(LayerKind.Sppf, Channels: 1024, Kernel: 5),
        /* 10 */ new(Upsample),
        /* 11 */ new(Concat, With: 6),
        /* 12 */ new(LayerKind.C2f, Channels: 512, Repeats: 3),
        /* 13 */ new(Upsample),
        /* 14 */ new(Concat, With: 4),
        /* 15 */ new(LayerKind.C2f, Channels: 256, Repeats: 3),                 // P3
        /* 16 */ new(Conv, Channels: 256, Kernel: 3, Stride: 2),
        /* 17 */ new(Concat, With: 12),
        /* 18 */ new(LayerKind.C2f, Channels: 512, Repeats: 3),                 // P4
        /* 19 */ new(Conv, Channels: 512, Kernel: 3, Stride: 2),
        /* 20 */ new(Concat, With: 9),
        /* 21 */ new(LayerKind.C2f, Channels: 1024, Repeats: 3),                // P5
        /* 22 */ new(LayerKind.Detect),
    ];

    private static readonly int[] HeadLayers = [15, 18, 21];
    private static readonly HashSet<int> Kept = [.. HeadLayers, .. Table.Where(r => r.Kind == Concat).Select(r => r.With)];

    private readonly NetworkModule?[] _layers = new NetworkModule?[Table.Length];
    private readonly Detect _head;

    /// <summary>Builds the network with freshly drawn weights.</summary>
    public Yolo8(Yolo8Options options)
    {
        if (options.Classes < 1)
            throw new ArgumentOutOfRangeException(nameof(options), $"a detector needs at least one class, not {options.Classes}");
        Options = options;
        using var scope = new TensorScope();
        var widths = new int[Table.Length];
        var channels = options.Input.Channels;
        for (var i = 0; i < Table.Length - 1; i++)
        {
            (_layers[i], channels) = Build(Weights.Root / "model" / i, Table[i], channels, widths);
            widths[i] = channels;
        }
        _head = new Detect(
            Weights.Root / "model" / (Table.Length - 1),
            options.Activation,
            options.Classes,
            [.. HeadLayers.Select(i => widths[i])]
        );
    }

    /// <inheritdoc/>
    public override Yolo8Options Options { get; }

    /// <inheritdoc/>
    public override string ClassBranches => "model.22.cv3.";

    /// <summary>The head's raw maps, one a level, [B, 64 + classes, H/8, W/8], …/16, …/32: box logits first.</summary>
    /// <param name="images">Float32 [B, C, H, W]; H and W multiples of 32.</param>
    public override Tensor[] Forward(Tensor images)
    {
        Require(images);
        using var scope = new TensorScope();
        var kept = new Dictionary<int, Tensor>();
        var x = images;
        for (var i = 0; i < Table.Length - 1; i++)
        {
            var y = Run(i, x, kept);
            if (Kept.Contains(i))
                kept[i] = y;
            if (x != images && !Kept.Contains(i - 1))
                x.Dispose();
            x = y;
        }
        var maps = _head.Forward([.. HeadLayers.Select(i => kept[i])]);
        foreach (var map in maps)
            scope.Keep(map);
        return maps;
    }

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
                Upsample => g.Upsample(name, x, 2),
                Concat => g.Concat(name, x, values[Table[i].With]),
                _ => _layers[i]!.Emit(g, x),
            };
        }
        _head.Emit(g, [.. HeadLayers.Select(i => values[i])]);
    }

    private Tensor Run(int i, Tensor x, Dictionary<int, Tensor> kept) =>
        Table[i].Kind switch
        {
            Upsample => Layers.UpsampleNearest(x, 2),
            Concat => Tensor.Cat([x, kept[Table[i].With]], 1),
            _ => _layers[i]!.Call(x),
        };

    private (NetworkModule? Block, int Channels) Build(Weights w, Row row, int input, int[] widths)
    {
        var (activation, output) = (Options.Activation, Scaled(row));
        return row.Kind switch
        {
            Upsample => (null, input),
            Concat => (null, input + widths[row.With]),
            Conv => (new ConvNormAct(w, activation, input, output, row.Kernel, row.Stride), output),
            LayerKind.C2f => (new C2f(w, activation, input, output, Repeats(row), row.Shortcut), output),
            LayerKind.Sppf => (new Sppf(w, activation, input, output, row.Kernel), output),
            _ => throw new InvalidOperationException($"no layer is built from {row}"),
        };
    }

    // To a multiple of eight, and ties to even as Python's, as in Ultralytics' parse_model.
    private int Scaled(Row row) => (int)Math.Ceiling(Math.Min(row.Channels, Options.Variant.MaxChannels) * Options.Variant.Width / 8) * 8;

    private int Repeats(Row row) => Math.Max((int)Math.Round(row.Repeats * Options.Variant.Depth), 1);
}
