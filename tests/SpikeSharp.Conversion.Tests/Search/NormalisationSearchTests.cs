using SpikeSharp.Conversion.Search;

namespace SpikeSharp.Conversion.Tests.Search;

public sealed class NormalisationSearchTests
{
    private const int Evaluations = 35,
        Seeds = 3;

    private static readonly SearchSpace Line = new(SearchDimension.Range("x", 0, 1, SearchScale.Linear));

    private static readonly SearchSpace Plane = new(
        SearchDimension.Range("x", -5, 10, SearchScale.Linear),
        SearchDimension.Range("y", 0, 15, SearchScale.Linear)
    );

    private static readonly string[] Layers = ["conv1", "conv2", "conv3"];

    public static TheoryData<AcquisitionKind> Acquisitions => [.. Enum.GetValues<AcquisitionKind>()];

    [Theory]
    [MemberData(nameof(Acquisitions))]
    public void The_minimum_of_a_curve_is_found_nearer_than_by_random_points(AcquisitionKind acquisition) =>
        FindsNearerThanRandom(Line, p => Math.Pow(6 * p["x"] - 2, 2) * Math.Sin(12 * p["x"] - 4), -6.020740, within: 1e-4, acquisition);

    // The confidence bound goes on looking where little is known: over a surface 300 high it has spent its budget before it settles.
    [Theory]
    [MemberData(nameof(Acquisitions))]
    public void The_minimum_of_a_surface_is_found_nearer_than_by_random_points(AcquisitionKind acquisition) =>
        FindsNearerThanRandom(
            Plane,
            p =>
                Math.Pow(p["y"] - 5.1 / (4 * Math.PI * Math.PI) * p["x"] * p["x"] + 5 / Math.PI * p["x"] - 6, 2)
                + 10 * (1 - 1 / (8 * Math.PI)) * Math.Cos(p["x"])
                + 10,
            0.397887,
            within: acquisition == AcquisitionKind.ExpectedImprovement ? 0.1 : 1,
            acquisition
        );

    // Forrester's curve and Branin's surface, each from three seeds.
    private static void FindsNearerThanRandom(
        SearchSpace space,
        Func<SearchPoint, double> function,
        double minimum,
        double within,
        AcquisitionKind acquisition
    )
    {
        double[] found = new double[Seeds],
            drawn = new double[Seeds];
        for (var seed = 0; seed < Seeds; seed++)
        {
            using SearchFolder bayes = new(),
                random = new();
            var options = new SearchOptions
            {
                Seed = seed,
                Acquisition = acquisition,
                Patience = Evaluations,
            };
            var (chosen, drawing) = (bayes.Search(options), random.Search(options with { RandomPoints = Evaluations, Iterations = 0 }));
            found[seed] = chosen.Run(space, (p, _) => function(p)).Objective - minimum;
            drawn[seed] = drawing.Run(space, (p, _) => function(p)).Objective - minimum;
            Assert.Equal((Evaluations, Evaluations), (bayes.Lines.Length - 1, random.Lines.Length - 1));
        }
        var numbers = FormattableString.Invariant($"above the minimum by {string.Join(' ', found)}; at random {string.Join(' ', drawn)}");
        Assert.True(found.All(value => value > -1e-5 && value < within), numbers);
        Assert.True(found.Zip(drawn).All(pair => pair.First < pair.Second), numbers);
    }

    [Fact]
    public void Settings_of_a_conversion_are_found_among_ranges_and_choices()
    {
        using var folder = new SearchFolder();
        var space = NormalisationSpace.Of(64, calibrated: true);
        var (best, tried) = (new[] { 0.9991, 10, 8 }, new List<string>());
        var result = folder
            .Search(new SearchOptions { Patience = 30 })
            .Run(space, (point, _) =>
            {
                tried.Add(point.ToString());
                return space.Dimensions.Select((d, i) => Math.Pow(d.Position(point[d.Name]) - d.Position(best[i]), 2)).Sum() + 0.1;
            });
        Assert.Equal(10, result.Best["gamma"]);
        Assert.Equal(best[0], result.Best["percentile"], 3e-4);
        Assert.InRange(result.Best["allowance"], 6, 10);
        Assert.Equal(tried.Count, tried.Distinct().Count());
        Assert.All(result.Trials, trial => Assert.True(space.Dimensions.All(d => d.Contains(trial.Point[d.Name]))));
    }

    [Fact]
    public void The_same_seed_gives_the_same_bytes_and_another_does_not()
    {
        using SearchFolder first = new(),
            second = new(),
            other = new();
        foreach (var (folder, seed) in new[] { (first, 5L), (second, 5L), (other, 6L) })
            Both(folder, seed: seed);
        Assert.Equal(first.Lines, second.Lines);
        Assert.Equal(File.ReadAllBytes(first["search.json"]), File.ReadAllBytes(second["search.json"]));
        Assert.NotEqual(first.Lines[0], other.Lines[0]);
    }

    [Fact]
    public void It_ends_early_when_nothing_becomes_better()
    {
        using var folder = new SearchFolder();
        // Each trial is better than the one before by less than counts; ten of them together count.
        var calls = 0;
        var result = folder.Search().Run(Line, (_, _) => 1 - 1e-5 * calls++);
        Assert.True(result.StoppedEarly);
        Assert.Equal(5 + 12, result.Trials.Count);

        using var slow = new SearchFolder();
        calls = 0;
        result = slow.Search().Run(Line, (_, _) => 1 - 2e-4 * calls++);
        Assert.False(result.StoppedEarly);
        Assert.Equal(Evaluations, result.Trials.Count);
    }

    [Fact]
    public void It_ends_when_every_choice_was_tried()
    {
        using var folder = new SearchFolder();
        var result = folder.Search().Run(new(SearchDimension.Choice("a", [1, 2, 3])), (p, _) => p["a"]);
        Assert.True(result.StoppedEarly);
        Assert.Equal([1, 2, 3], result.Trials.Select(trial => trial.Objective).Order());
        Assert.Equal(1, result.Best["a"]);
    }

    [Fact]
    public void Each_layer_gets_its_factor()
    {
        using var folder = new SearchFolder();
        double[] best = [0.8, 1, 1.25];
        var result = folder.Search().RunLayers(Layers, (factors, _) => Distance(factors, best));
        Assert.Equal(best, result.Best.Values);
        Assert.Equal(0, result.Objective);
        // The start, and of each layer all factors but the one that it has.
        Assert.Equal(1 + 3 * 5, result.Trials.Count);
        Assert.Equal(0.8, result.Best["conv1"]);
    }

    [Fact]
    public void A_known_start_is_not_evaluated_and_further_passes_multiply()
    {
        using var folder = new SearchFolder();
        var (best, calls) = (new[] { 0.7 * 0.7, 1, 1.25 * 1.25 }, 0);
        var result = folder
            .Search(new SearchOptions { LayerPasses = 9 })
            .RunLayers(
                Layers,
                (factors, _) =>
                {
                    calls++;
                    return Distance(factors, best);
                },
                start: Distance([1, 1, 1], best)
            );
        Assert.Equal(0, result.Objective, 1e-20);
        Assert.Equal(calls + 1, result.Trials.Count);
        Assert.InRange(result.Trials.Count, 16, 46); // the third of nine passes changes nothing
    }

    [Fact]
    public void Numbers_that_are_none_end_the_search_with_their_point()
    {
        using var folder = new SearchFolder();
        var message = Assert.Throws<NotFiniteNumberException>(() => folder.Search().Run(Line, (_, _) => double.NaN)).Message;
        Assert.StartsWith("the objective of the search is NaN at x 0.", message, StringComparison.Ordinal);
        Assert.Equal("", File.ReadAllText(folder.Trials));
    }

    [Fact]
    public void Options_that_cannot_be_are_refused()
    {
        using var folder = new SearchFolder();
        SearchOptions[] wrong =
        [
            new() { RandomPoints = 0 },
            new() { Iterations = -1 },
            new() { Patience = 0 },
            new() { Noise = 0 },
            new() { Noise = 1e-3 },
            new() { Noise = double.NaN },
            new() { LayerPasses = 0 },
            new() { LayerFactors = [0] },
            new() { MinImprovement = -1 },
        ];
        Assert.All(wrong, options => Assert.ThrowsAny<ArgumentException>(() => folder.Search(options)));
        Assert.Throws<ArgumentException>(() => folder.Search().RunLayers(["a", "a"], (_, _) => 0));
    }

    [Fact]
    public void The_end_of_each_search_is_told_with_the_trials_so_far()
    {
        using var folder = new SearchFolder();
        var told = new List<(int Trials, int Spaces)>();
        Both(folder, ended: search => told.Add((search.Trials.Count, search.Spaces.Count)));
        Assert.Equal([(7, 1), (folder.Lines.Length - 1, 1)], told);
    }

    [Fact]
    public void The_end_of_a_cancelled_search_is_told_too()
    {
        using var folder = new SearchFolder();
        using var stop = new CancellationTokenSource();
        var told = new List<int>();
        Assert.Throws<OperationCanceledException>(() =>
            folder
                .Search(ended: search => told.Add(search.Trials.Count))
                .Run(
                    Line,
                    (p, _) =>
                    {
                        stop.Cancel();
                        return p["x"];
                    },
                    stop.Token
                )
        );
        Assert.Equal([1], told);
        Assert.Single(File.ReadAllLines(folder.Trials));
    }

    /// <summary>A search of settings and then of layers, of few trials.</summary>
    internal static (SearchResult Settings, SearchResult Layers) Both(
        SearchFolder folder,
        bool resume = false,
        long seed = 1,
        Action<NormalisationSearch>? ended = null,
        Action? beforeTrial = null
    )
    {
        var search = folder.Search(
            new SearchOptions
            {
                Seed = seed,
                RandomPoints = 3,
                Iterations = 4,
                LayerFactors = [0.8, 1, 1.25],
                Objective = "a test",
            },
            resume,
            ended
        );
        var space = NormalisationSpace.Of(16, calibrated: true);
        var settings = search.Run(space, (point, _) =>
        {
            beforeTrial?.Invoke();
            return Math.Pow(space.Dimensions[0].Position(point["percentile"]) - 0.6, 2)
                + Math.Abs(point["gamma"] - 5)
                + point["allowance"] / 7;
        });
        var layers = search.RunLayers(Layers, (factors, _) =>
        {
            beforeTrial?.Invoke();
            return settings.Objective + Distance(factors, [0.9, 1.1, 1]);
        });
        return (settings, layers);
    }

    private static double Distance(IReadOnlyList<double> factors, double[] best) =>
        factors.Zip(best, (a, b) => Math.Pow(Math.Log(a / b), 2)).Sum();
}
