using System.Diagnostics;
using System.Text.Json.Nodes;
using SpikeSharp.Graph.Sampling;

namespace SpikeSharp.Conversion.Search;

/// <summary>
/// Searches the settings of a conversion (docs/spec/spicalib.md 4.2): those of the whole network by Bayesian optimisation, then each
/// layer's λ by coordinate descent. Every trial is on the disk before the next begins. A search that was ended in any way goes on with
/// exactly the points it would have tried.
/// </summary>
/// <remarks>The folder gets <c>search.json</c> and <c>trials.jsonl</c>.</remarks>
public sealed class NormalisationSearch
{
    private readonly SearchOptions _options;
    private readonly TrialLog _log;
    private readonly SearchFile _file;
    private readonly Action<NormalisationSearch>? _ended;
    private readonly List<SearchSpace> _spaces = [];
    private int _searches;

    /// <summary>Begins in a folder without trials, or goes on in one.</summary>
    /// <param name="folder">The run's folder; made if it is not there.</param>
    /// <param name="options">How to search.</param>
    /// <param name="resume">Go on with the trials that are there, if any.</param>
    /// <param name="note">Told of a damaged last line.</param>
    /// <param name="ended">Told when a search of at least one trial ends, however it ends: then is the time to draw.</param>
    /// <exception cref="SearchFileException">There are trials already, or damaged ones.</exception>
    public NormalisationSearch(
        string folder,
        SearchOptions options,
        bool resume = false,
        Action<string>? note = null,
        Action<NormalisationSearch>? ended = null
    )
    {
        (_options, _ended) = (options.Checked(), ended);
        Directory.CreateDirectory(folder);
        _log = new TrialLog(folder, resume, note ?? (_ => { }));
        _file = new SearchFile(folder, needed: _log.Recorded > 0);
    }

    /// <summary>How many trials the folder already held.</summary>
    public int Recorded => _log.Recorded;

    /// <summary>The trials so far, recorded and new, of all searches of the folder.</summary>
    public IReadOnlyList<SearchTrial> Trials => _log.Trials;

    /// <summary>The spaces that were searched so far.</summary>
    public IReadOnlyList<SearchSpace> Spaces => _spaces;

    /// <summary>Bayesian optimisation: random points, then always the one that promises most.</summary>
    /// <param name="space">What is searched.</param>
    /// <param name="objective">Evaluates a point; smaller is better, finite.</param>
    /// <param name="cancel">Ends the search before the next trial; the objective sees it too.</param>
    /// <exception cref="SearchFileException">The recorded trials are not of this search.</exception>
    /// <exception cref="NotFiniteNumberException">The objective is NaN or infinite.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the trials so far are in the folder.</exception>
    public SearchResult Run(SearchSpace space, Func<SearchPoint, CancellationToken, double> objective, CancellationToken cancel = default)
    {
        Begin(
            "bayes",
            new JsonObject
            {
                ["space"] = List(space.Dimensions.Select(d => d.ToString())),
                ["random_points"] = _options.RandomPoints,
                ["iterations"] = _options.Iterations,
                ["patience"] = _options.Patience,
                ["min_improvement"] = _options.MinImprovement,
                ["acquisition"] = _options.Acquisition.ToString(),
                ["kappa"] = _options.Kappa,
                ["xi"] = _options.Xi,
                ["noise"] = _options.Noise,
            }
        );
        _spaces.Add(space);
        var trials = new List<SearchTrial>();
        try
        {
            return Result(trials, stoppedEarly: Optimise(space, trials, objective, cancel));
        }
        finally
        {
            End();
        }
    }

    /// <summary>
    /// Coordinate descent: each layer in turn tries its λ times the factors of the options, the other layers being as they are, and keeps
    /// the best. Settings that were tried are not tried again.
    /// </summary>
    /// <param name="layers">Names of the layers, all different, in the order of the graph.</param>
    /// <param name="objective">Evaluates a factor a layer on the λ of the start; smaller is better, finite.</param>
    /// <param name="start">The objective of the start, all factors 1, if it is known.</param>
    /// <param name="cancel">Ends the search before the next trial; the objective sees it too.</param>
    /// <inheritdoc cref="Run" path="/exception"/>
    public SearchResult RunLayers(
        IReadOnlyList<string> layers,
        Func<IReadOnlyList<double>, CancellationToken, double> objective,
        double? start = null,
        CancellationToken cancel = default
    )
    {
        if (layers.Count == 0 || layers.Distinct().Count() != layers.Count)
            throw new ArgumentException("there must be at least one layer, and no name twice", nameof(layers));
        Begin(
            "layer",
            new JsonObject
            {
                ["layers"] = List(layers),
                ["factors"] = List(_options.LayerFactors),
                ["passes"] = _options.LayerPasses,
            }
        );
        var trials = new List<SearchTrial>();
        try
        {
            Descend(layers, trials, objective, start, cancel);
            return Result(trials, stoppedEarly: false);
        }
        finally
        {
            End();
        }
    }

    /// <returns>Whether it ended before its budget.</returns>
    private bool Optimise(
        SearchSpace space,
        List<SearchTrial> trials,
        Func<SearchPoint, CancellationToken, double> objective,
        CancellationToken cancel
    )
    {
        var (target, waited) = (double.PositiveInfinity, 0);
        for (var i = 0; i < _options.RandomPoints + _options.Iterations; i++)
        {
            var random = new CounterRandom(_options.Seed, _searches, i, RandomStream.Search);
            var chosen = i >= _options.RandomPoints;
            var trial = Try(
                trials,
                chosen ? TrialKind.Bayes : TrialKind.Random,
                space.Names,
                () => chosen ? Proposal.Bayes(space, trials, _options, random) : Proposal.Random(space, trials, random),
                point => space.Dimensions.All(d => d.Contains(point[d.Name])),
                objective,
                cancel
            );
            if (trial is null)
                return true;

            // The best of the random points is the first mark. The mark moves only with an improvement that counts, so small ones add up.
            if (double.IsInfinity(target) || trial.Best < target - _options.MinImprovement * Math.Abs(target))
                (target, waited) = (trial.Best, 0);
            else if (chosen)
                waited++;
            if (waited >= _options.Patience)
                return i + 1 < _options.RandomPoints + _options.Iterations;
        }
        return false;
    }

    private void Descend(
        IReadOnlyList<string> layers,
        List<SearchTrial> trials,
        Func<IReadOnlyList<double>, CancellationToken, double> objective,
        double? start,
        CancellationToken cancel
    )
    {
        double[] current = [.. layers.Select(_ => 1.0)];
        var best = Evaluate(current, start);
        for (var (pass, changed) = (0, true); pass < _options.LayerPasses && changed; pass++)
        {
            changed = false;
            for (var layer = 0; layer < layers.Count; layer++)
            {
                var before = current;
                foreach (var factor in _options.LayerFactors)
                {
                    double[] candidate = [.. before];
                    candidate[layer] *= factor;
                    // A factor that was tried before was no better than the best.
                    if (trials.Any(trial => trial.Point.SameAs(candidate)))
                        continue;
                    if (Evaluate(candidate) is var value && value < best)
                        (best, current, changed) = (value, candidate, true);
                }
            }
        }

        double Evaluate(double[] factors, double? known = null) =>
            Try(
                trials,
                TrialKind.Layer,
                layers,
                () => new SearchPoint(layers, factors),
                point => point.SameAs(factors),
                (point, stop) => known ?? objective(point.Values, stop),
                cancel
            )!.Objective;
    }

    /// <summary>Takes the recorded trial whose turn it is, or makes a new one; null when there is nothing to try.</summary>
    private SearchTrial? Try(
        List<SearchTrial> trials,
        TrialKind kind,
        IReadOnlyList<string> names,
        Func<SearchPoint?> propose,
        Func<SearchPoint, bool> isPossible,
        Func<SearchPoint, CancellationToken, double> objective,
        CancellationToken cancel
    )
    {
        cancel.ThrowIfCancellationRequested();
        var best = trials.Count > 0 ? trials[^1].Best : double.PositiveInfinity;
        SearchTrial trial;
        if (_log.Due is { } due)
        {
            if (due.Kind != kind || !due.Point.Names.SequenceEqual(names))
            {
                // A small space may be exhausted before the budget. Then the recorded trial belongs to the next search.
                return propose() is null
                    ? null
                    : throw _log.Wrong(
                        due,
                        $"is not the {kind.ToString().ToLowerInvariant()} trial of {string.Join(", ", names)} that this search makes here"
                    );
            }
            if (due.Seed != _options.Seed)
                throw _log.Wrong(due, $"was made with seed {due.Seed}, not {_options.Seed}");
            if (!isPossible(due.Point) || due.Best != Math.Min(best, due.Objective))
                throw _log.Wrong(due, "holds numbers that this search cannot have written");
            _log.Take();
            trial = due;
        }
        else
        {
            if (propose() is not { } point)
                return null;
            var clock = Stopwatch.GetTimestamp();
            var value = objective(point, cancel);
            if (!double.IsFinite(value))
                throw new NotFiniteNumberException($"the objective of the search is {value} at {point}", value);
            trial = _log.Add(kind, point, value, Stopwatch.GetElapsedTime(clock).TotalSeconds, _options.Seed, Math.Min(best, value));
        }
        trials.Add(trial);
        return trial;
    }

    private void Begin(string search, JsonObject settings)
    {
        JsonObject all = new()
        {
            ["search"] = search,
            ["objective"] = _options.Objective,
            ["seed"] = _options.Seed,
        };
        foreach (var (key, value) in settings)
            all[key] = value?.DeepClone();
        _file.Begin(all);
        _searches++;
    }

    private void End()
    {
        if (_log.Trials.Count > 0)
            _ended?.Invoke(this);
    }

    private static SearchResult Result(List<SearchTrial> trials, bool stoppedEarly)
    {
        var best = trials.MinBy(trial => trial.Objective)!;
        return new(best.Point, best.Objective, trials, stoppedEarly);
    }

    private static JsonArray List(IEnumerable<string> values) => [.. values.Select(value => JsonValue.Create(value))];

    private static JsonArray List(IEnumerable<double> values) => [.. values.Select(value => JsonValue.Create(value))];
}
