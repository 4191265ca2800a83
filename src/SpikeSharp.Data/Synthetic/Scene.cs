using SpikeSharp.Data.Detection;
using SpikeSharp.Graph.Sampling;
using SpikeSharp.Imaging;

namespace SpikeSharp.Data.Synthetic;

/// <summary>Composes one picture: ground, things of no class, objects over one another, a few strokes on top, light and noise.</summary>
internal sealed class Scene
{
    /// <summary>How many of the <see cref="Shape"/>s are classes.</summary>
    public const int Classes = 5;

    private const double LeastVisible = 0.5;
    private const int Tries = 12;
    private static readonly int Shapes = Enum.GetValues<Shape>().Length;

    private readonly Canvas _canvas;
    private readonly SyntheticOptions _options;
    private readonly int _size;

    // Which object shows at a pixel (1 + its number, 0 for none), and of each how many pixels it has and still shows.
    private readonly byte[] _owner;
    private readonly List<(int Total, int Visible)> _areas = [];
    private readonly List<ObjectLabel> _labels = [];
    private CounterRandom _random;

    private Scene(CounterRandom random, int width, int height, SyntheticOptions options)
    {
        (_random, _options, _size) = (random, options, options.ImageSize);
        (_canvas, _owner) = (new(width, height), new byte[width * height]);
    }

    public static (Image Image, IReadOnlyList<ObjectLabel> Labels) Draw(CounterRandom random, SyntheticOptions options)
    {
        var shorter =
            options.ImageSize
            * random.NextInt(3) switch
            {
                0 => 1.0,
                1 => 0.75,
                _ => 0.875,
            };
        var (width, height) = random.NextBool(0.5) ? (options.ImageSize, (int)shorter) : ((int)shorter, options.ImageSize);
        var scene = new Scene(random, width, height, options);
        scene.Compose();
        return (scene._canvas.Finish(ref scene._random), scene._labels);
    }

    private void Compose()
    {
        _canvas.PaintGround(ref _random);
        for (var i = _random.NextInt(4); i > 0; i--)
            Stroke(0.7f);
        for (var i = _random.NextInt(7); i > 0; i--)
            Paint(DrawFigure((Shape)(Classes + _random.NextInt(Shapes - Classes))), 0);
        var wanted = 1 + _random.NextInt(_options.MaxObjects);
        for (var tries = wanted * Tries; _labels.Count < wanted && tries > 0; tries--)
            TryPlace((Shape)_random.NextInt(Classes));
        for (var i = _random.NextInt(3); i > 0; i--)
            Stroke(0.85f);
    }

    private Figure DrawFigure(Shape shape)
    {
        // Uniform in the logarithm: as many from 14 to 28 pixels as from 28 to 56.
        var diameter = _size * Math.Exp(_random.NextDouble(Math.Log(_options.SmallestShape), Math.Log(_options.LargestShape)));
        var (x, y) = (_random.NextDouble(0, _canvas.Width), _random.NextDouble(0, _canvas.Height));
        var stretch = (float)_random.NextDouble(0.82, 1);
        var figure = new Figure(shape, (float)x, (float)y, (float)(diameter / 2), stretch, (float)_random.NextDouble(0, 2 * Math.PI));
        var under = _canvas.Get((int)x, (int)y);
        return figure with
        {
            Colour =
                _options.ColouredClasses && (int)shape < Classes
                    ? Colour.DrawAround(ref _random, (double)shape / Classes)
                    : Colour.DrawAgainst(ref _random, under),
            Shade = (float)_random.NextDouble(-0.3, 0.3),
            Rim = _random.NextBool(0.4) ? (float)_random.NextDouble(-0.4, 0.4) : 0,
        };
    }

    /// <summary>Places an object unless too little of it, or of one below it, would be seen.</summary>
    private void TryPlace(Shape shape)
    {
        var figure = DrawFigure(shape);
        Span<int> covered = stackalloc int[_labels.Count + 1];
        var (inside, total) = (0, 0);
        var (x1, y1, x2, y2) = (int.MaxValue, int.MaxValue, -1, -1);
        var reach = (int)figure.Radius + 1;
        for (var y = (int)figure.Y - reach; y <= (int)figure.Y + reach; y++)
        for (var x = (int)figure.X - reach; x <= (int)figure.X + reach; x++)
        {
            if (figure.Distance(x, y) > 0)
                continue;
            total++;
            if (x < 0 || y < 0 || x >= _canvas.Width || y >= _canvas.Height)
                continue;
            inside++;
            covered[_owner[y * _canvas.Width + x]]++;
            (x1, y1, x2, y2) = (Math.Min(x1, x), Math.Min(y1, y), Math.Max(x2, x), Math.Max(y2, y));
        }
        if (inside < total * LeastVisible || inside == 0)
            return;
        for (var i = 0; i < _areas.Count; i++)
            if (_areas[i].Visible - covered[i + 1] < _areas[i].Total * LeastVisible)
                return;
        for (var i = 0; i < _areas.Count; i++)
            _areas[i] = _areas[i] with { Visible = _areas[i].Visible - covered[i + 1] };
        _areas.Add((inside, inside));
        _labels.Add(
            new(
                (int)shape,
                (x1 + x2 + 1) / 2f / _canvas.Width,
                (y1 + y2 + 1) / 2f / _canvas.Height,
                (x2 + 1f - x1) / _canvas.Width,
                (y2 + 1f - y1) / _canvas.Height
            )
        );
        Paint(figure, (byte)_labels.Count);
    }

    private void Paint(Figure figure, byte number)
    {
        var reach = (int)figure.Radius + 2;
        var (left, right) = (Math.Max(0, (int)figure.X - reach), Math.Min(_canvas.Width - 1, (int)figure.X + reach));
        var (top, bottom) = (Math.Max(0, (int)figure.Y - reach), Math.Min(_canvas.Height - 1, (int)figure.Y + reach));
        for (var y = top; y <= bottom; y++)
        for (var x = left; x <= right; x++)
        {
            var distance = figure.Distance(x, y);
            if (distance >= 0.5f)
                continue;
            _canvas.Blend(x, y, figure.ColourAt(x, distance), Math.Min(1, 0.5f - distance));
            if (number > 0 && distance <= 0)
                _owner[y * _canvas.Width + x] = number;
        }
    }

    private void Stroke(float opacity)
    {
        var (x, y, angle) = (
            _random.NextDouble(0, _canvas.Width),
            _random.NextDouble(0, _canvas.Height),
            _random.NextDouble(0, 2 * Math.PI)
        );
        var (bend, halfWidth) = (_random.NextDouble(-0.02, 0.02), (float)_random.NextDouble(0.4, 1.1) * _size / 192);
        var colour = Colour.Draw(ref _random);
        for (var step = _size * _random.NextDouble(0.3, 1.2); step > 0; step--)
        {
            for (var py = (int)(y - halfWidth); py <= (int)(y + halfWidth); py++)
            for (var px = (int)(x - halfWidth); px <= (int)(x + halfWidth); px++)
                if (px >= 0 && py >= 0 && px < _canvas.Width && py < _canvas.Height)
                    _canvas.Blend(px, py, colour, opacity);
            (x, y, angle) = (x + Math.Cos(angle), y + Math.Sin(angle), angle + bend);
        }
    }
}
