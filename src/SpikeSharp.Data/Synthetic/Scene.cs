using SpikeSharp.Data.Detection;
using SpikeSharp.Data.Sampling;
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

    private readonly Canvas canvas;
    private readonly SyntheticOptions options;
    private readonly int size;

    // Which object shows at a pixel (1 + its number, 0 for none), and of each how many pixels it has and still shows.
    private readonly byte[] owner;
    private readonly List<(int Total, int Visible)> areas = [];
    private readonly List<ObjectLabel> labels = [];
    private CounterRandom random;

    private Scene(CounterRandom random, int width, int height, SyntheticOptions options)
    {
        (this.random, this.options, size) = (random, options, options.ImageSize);
        (canvas, owner) = (new(width, height), new byte[width * height]);
    }

    public static (Image Image, IReadOnlyList<ObjectLabel> Labels) Draw(CounterRandom random, SyntheticOptions options)
    {
        var shorter = options.ImageSize * random.NextInt(3) switch { 0 => 1.0, 1 => 0.75, _ => 0.875 };
        var (width, height) = random.NextBool(0.5) ? (options.ImageSize, (int)shorter) : ((int)shorter, options.ImageSize);
        var scene = new Scene(random, width, height, options);
        scene.Compose();
        return (scene.canvas.Finish(ref scene.random), scene.labels);
    }

    private void Compose()
    {
        canvas.PaintGround(ref random);
        for (var i = random.NextInt(4); i > 0; i--) Stroke(0.7f);
        for (var i = random.NextInt(7); i > 0; i--) Paint(DrawFigure((Shape)(Classes + random.NextInt(Shapes - Classes))), 0);
        var wanted = 1 + random.NextInt(options.MaxObjects);
        for (var tries = wanted * Tries; labels.Count < wanted && tries > 0; tries--) TryPlace((Shape)random.NextInt(Classes));
        for (var i = random.NextInt(3); i > 0; i--) Stroke(0.85f);
    }

    private Figure DrawFigure(Shape shape)
    {
        // Uniform in the logarithm: as many from 14 to 28 pixels as from 28 to 56.
        var diameter = size * Math.Exp(random.NextDouble(Math.Log(options.SmallestShape), Math.Log(options.LargestShape)));
        var (x, y) = (random.NextDouble(0, canvas.Width), random.NextDouble(0, canvas.Height));
        var stretch = (float)random.NextDouble(0.82, 1);
        var figure = new Figure(shape, (float)x, (float)y, (float)(diameter / 2), stretch, (float)random.NextDouble(0, 2 * Math.PI));
        var under = canvas.Get((int)x, (int)y);
        return figure with
        {
            Colour = options.ColouredClasses && (int)shape < Classes
                ? Colour.DrawAround(ref random, (double)shape / Classes)
                : Colour.DrawAgainst(ref random, under),
            Shade = (float)random.NextDouble(-0.3, 0.3),
            Rim = random.NextBool(0.4) ? (float)random.NextDouble(-0.4, 0.4) : 0,
        };
    }

    /// <summary>Places an object unless too little of it, or of one below it, would be seen.</summary>
    private void TryPlace(Shape shape)
    {
        var figure = DrawFigure(shape);
        Span<int> covered = stackalloc int[labels.Count + 1];
        var (inside, total) = (0, 0);
        var (x1, y1, x2, y2) = (int.MaxValue, int.MaxValue, -1, -1);
        var reach = (int)figure.Radius + 1;
        for (var y = (int)figure.Y - reach; y <= (int)figure.Y + reach; y++)
            for (var x = (int)figure.X - reach; x <= (int)figure.X + reach; x++)
            {
                if (figure.Distance(x, y) > 0) continue;
                total++;
                if (x < 0 || y < 0 || x >= canvas.Width || y >= canvas.Height) continue;
                inside++;
                covered[owner[y * canvas.Width + x]]++;
                (x1, y1, x2, y2) = (Math.Min(x1, x), Math.Min(y1, y), Math.Max(x2, x), Math.Max(y2, y));
            }
        if (inside < total * LeastVisible || inside == 0) return;
        for (var i = 0; i < areas.Count; i++)
            if (areas[i].Visible - covered[i + 1] < areas[i].Total * LeastVisible) return;
        for (var i = 0; i < areas.Count; i++) areas[i] = areas[i] with { Visible = areas[i].Visible - covered[i + 1] };
        areas.Add((inside, inside));
        labels.Add(new((int)shape, (x1 + x2 + 1) / 2f / canvas.Width, (y1 + y2 + 1) / 2f / canvas.Height,
            (x2 + 1f - x1) / canvas.Width, (y2 + 1f - y1) / canvas.Height));
        Paint(figure, (byte)labels.Count);
    }

    private void Paint(Figure figure, byte number)
    {
        var reach = (int)figure.Radius + 2;
        var (left, right) = (Math.Max(0, (int)figure.X - reach), Math.Min(canvas.Width - 1, (int)figure.X + reach));
        var (top, bottom) = (Math.Max(0, (int)figure.Y - reach), Math.Min(canvas.Height - 1, (int)figure.Y + reach));
        for (var y = top; y <= bottom; y++)
            for (var x = left; x <= right; x++)
            {
                var distance = figure.Distance(x, y);
                if (distance >= 0.5f) continue;
                canvas.Blend(x, y, figure.ColourAt(x, distance), Math.Min(1, 0.5f - distance));
                if (number > 0 && distance <= 0) owner[y * canvas.Width + x] = number;
            }
    }

    private void Stroke(float opacity)
    {
        var (x, y, angle) = (random.NextDouble(0, canvas.Width), random.NextDouble(0, canvas.Height), random.NextDouble(0, 2 * Math.PI));
        var (bend, halfWidth) = (random.NextDouble(-0.02, 0.02), (float)random.NextDouble(0.4, 1.1) * size / 192);
        var colour = Colour.Draw(ref random);
        for (var step = size * random.NextDouble(0.3, 1.2); step > 0; step--)
        {
            for (var py = (int)(y - halfWidth); py <= (int)(y + halfWidth); py++)
                for (var px = (int)(x - halfWidth); px <= (int)(x + halfWidth); px++)
                    if (px >= 0 && py >= 0 && px < canvas.Width && py < canvas.Height) canvas.Blend(px, py, colour, opacity);
            (x, y, angle) = (x + Math.Cos(angle), y + Math.Sin(angle), angle + bend);
        }
    }
}
