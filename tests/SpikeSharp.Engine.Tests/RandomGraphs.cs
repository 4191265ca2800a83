using SpikeSharp.Graph;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Engine.Tests;

/// <summary>
/// Small networks of every shape the engine must know: odd sizes, strides, groups, 1×1 to 7×7, joins, pools, residuals, T and D.
/// </summary>
internal static class RandomGraphs
{
    internal static SpikeGraph Make(int seed)
    {
        var random = new Random(seed);
        var steps = random.Next(3) switch
        {
            0 => 1,
            1 => 2,
            _ => 4,
        };
        // Most see one RGB picture; some grey ones or many channels, and some a frame for each time step.
        var input = new Input(Channels: seed % 4 == 3 ? 1 + seed % 6 : 3, HasFrames: seed % 5 == 4);
        var builder = new Builder(random, steps, side: random.Next(9, 24), input);
        return builder.Make();
    }

    internal static InputTensor Image(SpikeGraph graph, int seed, int? height = null, int? width = null)
    {
        var random = new Random(seed);
        int h = height ?? graph.Info.ImageSize,
            w = width ?? graph.Info.ImageSize;
        var input = Input.Of(graph).Input;
        var frames = input.HasFrames ? graph.Info.TimeSteps : 1;
        var values = new float[frames * input.Channels * h * w];
        for (var i = 0; i < values.Length; i++)
            values[i] = random.NextSingle();
        return new InputTensor(frames, input.Channels, h, w, values);
    }

    private sealed class Builder(Random random, int steps, int side, Input input)
    {
        private readonly GraphBuilder _g = new(new GraphInfo("random", steps, side));
        private readonly Neuron _neuron = random.Next(6) switch
        {
            0 => new Lif(random.NextSingle(), 0.5f + random.NextSingle()),
            1 => new Relu(),
            2 => new ILif(200, random.NextSingle()),
            _ => new ILif(random.Next(1, 9), random.NextSingle()),
        };
        private int _names;

        internal SpikeGraph Make()
        {
            var image = _g.Input(input);
            int stride = random.Next(1, 3),
                kernel = random.Next(1, 8);
            var x = Convolution(image, random.Next(1, 40), kernel, stride, random.Next(0, kernel), 1);
            for (var block = 0; block < 3; block++)
            {
                x = random.Next(10) switch
                {
                    0 => Residual(x),
                    1 => Pooled(x),
                    2 => Upsampled(x),
                    3 => Joined(x),
                    4 => Mixed(x),
                    5 => Attended(x),
                    6 => Sampled(x),
                    7 => Resized(x),
                    8 => Computed(x),
                    _ => Plain(x),
                };
            }
            var y = Convolution(Fire(x), random.Next(1, 20), 1, 1, 0, 1);
            _g.Output("spikes", Fire(y));
            _g.Output("mean", random.Next(2) == 0 ? _g.TimeMean(Name("mean"), y) : Scores(x, image));
            return _g.Build();
        }

        private GraphValue Plain(GraphValue x)
        {
            var kernel = random.Next(1, 8);
            var padding = random.Next(kernel > Math.Min(x.Shape.Height, x.Shape.Width) ? kernel / 2 : 0, kernel);
            var groups = random.Next(3) switch
            {
                0 => x.Shape.Channels,
                1 when x.Shape.Channels % 2 == 0 => 2,
                _ => 1,
            };
            var outputs =
                groups == 1 ? random.Next(1, 200)
                : groups == 2 ? 2 * random.Next(1, 20)
                : x.Shape.Channels;
            return Convolution(
                Fire(x),
                outputs,
                kernel,
                Math.Min(x.Shape.Height, x.Shape.Width) > 8 ? random.Next(1, 3) : 1,
                padding,
                groups
            );
        }

        private GraphValue Residual(GraphValue x)
        {
            var kernel = 2 * random.Next(0, 4) + 1;
            var inner = Convolution(Fire(x), random.Next(1, 50), 1, 1, 0, 1);
            return _g.Add(Name("add"), x, Convolution(Fire(inner), x.Shape.Channels, kernel, 1, kernel / 2, 1));
        }

        private GraphValue Pooled(GraphValue x) => Convolution(Fire(_g.MaxPool(Name("pool"), x, 3, 1, 1)), random.Next(1, 40), 3, 1, 1, 1);

        private GraphValue Upsampled(GraphValue x)
        {
            var small = _g.MaxPool(Name("pool"), x, 2, 2, 0);
            return Convolution(Fire(_g.Upsample(Name("up"), small, 2)), random.Next(1, 40), 3, 1, 1, 1);
        }

        // The join is read by a neuron and as a residual, one part of it also by a neuron of its own.
        private GraphValue Joined(GraphValue x)
        {
            var a = Convolution(Fire(x), random.Next(1, 30), 1, 1, 0, 1);
            var pooled = _g.MaxPool(Name("pool"), a, 5, 1, 2);
            var joined = _g.Concat(Name("concat"), a, x, pooled);
            var own = Convolution(Fire(a), joined.Shape.Channels, 3, 1, 1, 1);
            return _g.Add(Name("add"), joined, own, Convolution(Fire(joined), joined.Shape.Channels, 3, 1, 1, 1));
        }

        // Spikes that are added, fire again, and are joined with reals.
        private GraphValue Mixed(GraphValue x)
        {
            var spikes = Fire(x);
            var sum = _g.Add(Name("add"), spikes, x, _g.MaxPool(Name("pool"), spikes, 3, 1, 1));
            var joined = _g.Concat(Name("concat"), Fire(spikes), sum, spikes);
            return Convolution(Fire(joined), random.Next(1, 30), 1, 1, 0, 1);
        }

        // Queries of their own size look at keys and values of another one.
        private GraphValue Attended(GraphValue x)
        {
            int heads = random.Next(1, 4),
                channels = heads * random.Next(1, 24);
            var memory = x.Shape is { Height: > 2, Width: > 2 } ? _g.MaxPool(Name("pool"), x, 2, 2, 0) : x;
            GraphValue Spikes(GraphValue of) => Fire(Convolution(Fire(of), channels, 1, 1, 0, 1));
            var attended = _g.Add(
                Name("attention"),
                new AttentionProduct(heads, 0.7f / MathF.Sqrt(channels)),
                Spikes(x),
                Spikes(memory),
                Spikes(memory)
            );
            return Convolution(Fire(attended), random.Next(1, 40), 1, 1, 0, 1);
        }

        private GraphValue Sampled(GraphValue x)
        {
            int groups = random.Next(1, 4),
                kernel = random.Next(1, 5),
                places = groups * kernel * kernel;
            var (value, offsets) = (
                Convolution(Fire(x), groups * random.Next(1, 12), 1, 1, 0, 1),
                Convolution(Fire(x), 2 * places, 1, 1, 0, 1)
            );
            var sampled = _g.Add(
                Name("samples"),
                new DeformableSampling(groups, kernel, 0.3f),
                value,
                offsets,
                Fire(Convolution(Fire(x), places, 1, 1, 0, 1))
            );
            return Convolution(Fire(sampled), random.Next(1, 40), 3, 1, 1, 1);
        }

        private GraphValue Resized(GraphValue x)
        {
            var small = x.Shape is { Height: > 2, Width: > 2 } ? _g.MaxPool(Name("pool"), x, 2, 2, 0) : x;
            var resized = _g.Add(Name("resize"), new ResizeLike(), Convolution(Fire(small), x.Shape.Channels, 1, 1, 0, 1), x);
            return _g.Add(Name("add"), x, resized);
        }

        // Real numbers that no convolution makes.
        private GraphValue Computed(GraphValue x)
        {
            var channels = 2 * random.Next(1, 12);
            x = Convolution(Fire(x), channels, 1, 1, 0, 1);
            var y = _g.Add(Name("affine"), new Affine(Weights([channels], 2), Weights([channels], 1)), x);
            y = _g.Add(
                Name("function"),
                new Activation(
                    random.Next(3) switch
                    {
                        0 => ActivationKind.Sigmoid,
                        1 => ActivationKind.Tanh,
                        _ => ActivationKind.SiLU,
                    }
                ),
                y
            );
            y = _g.Add(
                Name("add"),
                y,
                _g.Add(Name("positions"), new SinePositions(), y),
                _g.Add(Name("constant"), new Constant(Weights([channels, y.Shape.Height, y.Shape.Width], 1)))
            );
            y = _g.Add(Name("turned"), new Permute([channels, y.Shape.Plane], [1, 0], y.Shape.Plane, 1, channels), y);
            return _g.Add(Name("back"), new Permute([y.Shape.Channels, channels], [1, 0], channels, x.Shape.Height, x.Shape.Width), y);
        }

        /// <summary>Scores of classes from queries.</summary>
        private GraphValue Scores(GraphValue x, GraphValue image)
        {
            int channels = random.Next(1, 20),
                queries = random.Next(1, 80);
            var query = Fire(
                Convolution(Fire(_g.Add(Name("queries"), new Constant(Weights([channels, 1, queries], 4)))), channels, 1, 1, 0, 1)
            );
            var masks = _g.Add(Name("masks"), new MaskProduct(0.5f), query, Convolution(Fire(x), channels, 1, 1, 0, 1));
            var classes = Convolution(query, random.Next(2, 40), 1, 1, 0, 1);
            return _g.Add(
                Name("semantic"),
                new SemanticHead(),
                _g.TimeMean(Name("mean"), classes),
                _g.TimeMean(Name("mean"), masks),
                image
            );
        }

        private GraphValue Fire(GraphValue x) => _g.Neuron(Name("neuron"), x, _neuron);

        private GraphValue Convolution(GraphValue x, int outputs, int kernel, int stride, int padding, int groups)
        {
            var inputs = x.Shape.Channels / groups;
            var range = 4f / MathF.Sqrt(inputs * kernel * kernel);
            return _g.Convolution(
                Name("conv"),
                x,
                Weights([outputs, inputs, kernel, kernel], range),
                random.Next(4) == 0 ? null : Weights([outputs], 1),
                stride,
                padding,
                groups
            );
        }

        private WeightTensor Weights(int[] shape, float range)
        {
            var values = new float[shape.Aggregate(1, (a, b) => a * b)];
            for (var i = 0; i < values.Length; i++)
                values[i] = (2 * random.NextSingle() - 0.9f) * range;
            return new WeightTensor(shape, values);
        }

        private string Name(string kind) => $"{kind}{_names++}";
    }
}
