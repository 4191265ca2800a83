using SpikeSharp.Graph.Sampling;

namespace SpikeSharp.Conversion.Search;

/// <summary>Which point to try next: a function of the space, the trials so far and the random numbers.</summary>
internal static class Proposal
{
    private const int Candidates = 10_000,
        Refined = 10,
        Draws = 1000;
    private const double FirstStep = 0.05,
        LastStep = 1e-5;

    /// <summary>A uniform point that was not tried; null when none comes up.</summary>
    public static SearchPoint? Random(SearchSpace space, IReadOnlyList<SearchTrial> trials, CounterRandom random)
    {
        for (var i = 0; i < Draws; i++)
        {
            if (NotTried(space, trials, Draw(space, ref random)) is { } point)
                return point;
        }
        return null;
    }

    /// <summary>
    /// The point of the largest acquisition that was not tried: the best of uniform points, the first of them refined; null when all were
    /// tried.
    /// </summary>
    public static SearchPoint? Bayes(SearchSpace space, IReadOnlyList<SearchTrial> trials, SearchOptions options, CounterRandom random)
    {
        // The process looks for large targets and the search for small objectives, so the sign changes.
        double[] targets = [.. trials.Select(trial => -trial.Objective)];
        var best = targets.Max();
        var process = GaussianProcess.Fit([.. trials.Select(trial => space.PositionOf(trial.Point))], targets, options.Noise);

        var positions = new double[Candidates][];
        var order = new int[Candidates];
        var scores = new double[Candidates];
        for (var i = 0; i < Candidates; i++)
        {
            positions[i] = Draw(space, ref random);
            (order[i], scores[i]) = (i, -Score(positions[i]));
        }
        Array.Sort(scores, order);

        var starts = new List<double[]>();
        for (var i = 0; i < Candidates && starts.Count < Refined; i++)
        {
            // If all settings are choices, many candidates are the same point.
            if (!starts.Any(start => start.SequenceEqual(positions[order[i]])))
                starts.Add(positions[order[i]]);
        }
        var refined = starts.Select(Refine).OrderByDescending(Score);
        return refined
            .Concat(order.Select(i => positions[i]))
            .Select(position => NotTried(space, trials, position))
            .FirstOrDefault(point => point is not null);

        double Score(double[] position)
        {
            var (mean, deviation) = process.Predict(position);
            return options.Acquisition == AcquisitionKind.ExpectedImprovement
                ? Acquisition.ExpectedImprovement(mean, deviation, best, options.Xi)
                : Acquisition.UpperConfidenceBound(mean, deviation, options.Kappa);
        }

        // Climbs along the axes. Where no step leads up, the steps are halved.
        double[] Refine(double[] position)
        {
            var score = Score(position);
            for (var step = FirstStep; step > LastStep; )
            {
                var before = score;
                for (var axis = 0; axis < position.Length; axis++)
                {
                    foreach (var move in (ReadOnlySpan<double>)[step, -step])
                    {
                        double[] moved = [.. position];
                        moved[axis] = space.Dimensions[axis].Move(position[axis], move);
                        if (Score(moved) is var other && other > score)
                            (position, score) = (moved, other);
                    }
                }
                if (!(score > before))
                    step /= 2;
            }
            return position;
        }
    }

    private static double[] Draw(SearchSpace space, ref CounterRandom random)
    {
        var position = new double[space.Dimensions.Count];
        for (var axis = 0; axis < position.Length; axis++)
            position[axis] = space.Dimensions[axis].Snap(random.NextDouble());
        return position;
    }

    private static SearchPoint? NotTried(SearchSpace space, IReadOnlyList<SearchTrial> trials, double[] position)
    {
        var point = space.PointAt(position);
        return trials.Any(trial => trial.Point.SameAs(point.Values)) ? null : point;
    }
}
