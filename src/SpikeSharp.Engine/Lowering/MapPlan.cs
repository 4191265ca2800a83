using SpikeSharp.Engine.Maps;
using SpikeSharp.Engine.Steps;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Engine.Lowering;

/// <summary>
/// Which value lies where at one image size: what is joined lies in the joined map from the start, so that joining costs nothing.
/// </summary>
internal sealed class MapPlan
{
    private readonly Dictionary<string, MapView> _views = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _maxSpikes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _signed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StateMap> _states = new(StringComparer.Ordinal);

    private MapPlan() { }

    /// <summary>Bytes of all maps together, those that do not live at the same time in the same place.</summary>
    internal long Bytes { get; private set; }

    internal MapView this[string value] => _views[value];

    internal bool Has(string value) => _views.ContainsKey(value);

    /// <summary>
    /// What a layer of burst neurons, a pooling over time, or a mean over time in rounds remembers; null for what has no past there.
    /// </summary>
    internal StateMap? State(string value) => _states.GetValueOrDefault(value);

    /// <summary>The largest input sums of a pooling over time.</summary>
    internal static string Sums(string pool) => pool + "\0sums";

    /// <summary>All that is remembered.</summary>
    internal StateMap[] AllStates { get; private set; } = [];

    /// <summary>D of a value, 0 for real numbers.</summary>
    internal int MaxSpikes(string value) => _maxSpikes[value];

    /// <summary>Whether a value was put into a joined map where it is made.</summary>
    internal bool LiesIn(string value, string joined, int firstChannel) =>
        _views[value].Buffer == _views[joined].Buffer
        && _views[value].FirstChannel == _views[joined].FirstChannel + firstChannel
        && _views[value].Buffer.IsSpikes == _views[joined].Buffer.IsSpikes;

    /// <param name="lowered">The network.</param>
    /// <param name="height">Of the image, in pixels.</param>
    /// <param name="width">Of the image, in pixels.</param>
    /// <param name="keepAll">Let every map live to the end.</param>
    internal static MapPlan Of(LoweredGraph lowered, int height, int width, bool keepAll)
    {
        var (graph, steps) = (lowered.Graph, lowered.Steps);
        var plan = new MapPlan();
        var shapes = graph.InferShapes(height, width);
        var written = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < steps.Count; i++)
        {
            foreach (var value in steps[i].Writes)
                written.Add(value, i);
            plan.FindMaxSpikes(steps[i]);
        }
        var places = plan.Places(steps, shapes, written, graph.Info.TimeSteps);
        var halos = Halos(steps, places);
        var maps = plan.MakeMaps(shapes, places, halos, lowered.Together);
        plan.MakeStates(lowered, shapes);
        var arena = new ArenaPlan();
        var lives = Lives(places, steps, written);
        if (lowered.Exact is { } exact)
        {
            for (var i = 0; i < steps.Count; i++)
            {
                foreach (var value in exact.Reads(steps[i]))
                    Extend(lives, places[value].Root, i);
            }
        }
        foreach (var output in graph.Outputs)
            Extend(lives, places[output.Value].Root, steps.Count);
        if (lowered.HasRounds)
        {
            // What was done before the rounds is read again in every round, and by what follows each.
            foreach (var value in steps.Where(step => step.Phase != Phase.Before).SelectMany(step => step.Reads))
                if (steps[written[value]].Phase == Phase.Before)
                    Extend(lives, places[value].Root, steps.Count);
        }
        foreach (var state in plan.AllStates)
            arena.Add(state.Buffer, 0, steps.Count);
        foreach (var (root, map) in maps)
            arena.Add(map, keepAll ? 0 : lives[root].First, keepAll ? steps.Count : lives[root].Last);
        arena.Place();
        plan.Bytes = arena.Bytes;
        return plan;
    }

    private void FindMaxSpikes(FusedStep step)
    {
        foreach (var (name, neuron) in step.Neurons)
        {
            _maxSpikes.Add(name, (neuron as SpikingNeuron)?.MaxSpikes ?? 0);
            if (neuron is SpikingNeuron { IsSigned: true })
                _signed.Add(name);
        }
        if (!step.KeepsValue)
            return;
        bool moves = step.Operation.MovesSpikes && step.Inputs.All(input => _maxSpikes[input] > 0),
            signed = moves && step.Inputs.Any(_signed.Contains);
        var most =
            !moves ? 0
            : step.Operation is Add ? step.Inputs.Sum(input => _maxSpikes[input])
            : step.Inputs.Max(input => _maxSpikes[input]);
        if (step.Operation is Add && most > (signed ? sbyte.MaxValue : byte.MaxValue))
            throw new GraphException($"the sum of its spikes may reach {most}, more than a byte holds", step.Value);
        // Among signed bytes there is no place for spikes above 127: joined with such, they travel as numbers.
        _maxSpikes.Add(step.Value, signed && most > sbyte.MaxValue ? 0 : most);
        if (signed && most <= sbyte.MaxValue)
            _signed.Add(step.Value);
    }

    /// <summary>For each value the map that holds it, by the name of the value that owns the map, and its first channel there.</summary>
    private Dictionary<string, (string Root, int Channel)> Places(
        IReadOnlyList<FusedStep> steps,
        IReadOnlyDictionary<string, ValueShape> shapes,
        Dictionary<string, int> written,
        int timeSteps
    )
    {
        var places = new Dictionary<string, (string Root, int Channel)>(StringComparer.Ordinal);
        // From the end, so that a joined map which is itself joined knows its place before its parts are asked.
        foreach (var step in steps.Reverse())
        {
            // The mean over one time step is a join of one.
            if (step.Operation is not (Concat or TimeMean) || (step.Operation is TimeMean && timeSteps > 1))
                continue;
            var (root, channel) = places.TryGetValue(step.Value, out var place) ? place : places[step.Value] = (step.Value, 0);
            foreach (var input in step.Inputs)
            {
                var same =
                    _maxSpikes[input] > 0 == _maxSpikes[step.Value] > 0
                    && shapes[input].Steps(timeSteps) == shapes[step.Value].Steps(timeSteps);
                if (same && steps[written[input]].Operation is not Input)
                    places.TryAdd(input, (root, channel));
                channel += shapes[input].Channels;
            }
        }
        foreach (var value in written.Keys)
            places.TryAdd(value, (value, 0));
        return places;
    }

    private static Dictionary<string, int> Halos(IReadOnlyList<FusedStep> steps, Dictionary<string, (string Root, int Channel)> places)
    {
        var halos = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var step in steps)
        {
            if (step.Operation is not Convolution convolution)
                continue;
            var root = places[step.Inputs[0]].Root;
            halos[root] = Math.Max(halos.GetValueOrDefault(root), convolution.Padding);
        }
        return halos;
    }

    private Dictionary<string, MapBuffer> MakeMaps(
        IReadOnlyDictionary<string, ValueShape> shapes,
        Dictionary<string, (string Root, int Channel)> places,
        Dictionary<string, int> halos,
        int timeSteps
    )
    {
        var maps = new Dictionary<string, MapBuffer>(StringComparer.Ordinal);
        foreach (var root in places.Values.Select(place => place.Root).Distinct(StringComparer.Ordinal))
        {
            if (shapes[root].Count * shapes[root].Steps(timeSteps) > SpikeGraph.MaxElements)
                throw new GraphException(
                    $"{shapes[root]} with {timeSteps} time steps at once exceeds {SpikeGraph.MaxElements} elements",
                    root
                );
            // A part that is never negative may lie in a map of signed bytes: its spikes are below 128.
            maps.Add(
                root,
                new MapBuffer(
                    _maxSpikes[root] > 0,
                    shapes[root].Steps(timeSteps),
                    shapes[root],
                    halos.GetValueOrDefault(root),
                    _signed.Contains(root)
                )
            );
        }
        foreach (var (value, (root, channel)) in places)
            _views.Add(value, new MapView(maps[root], channel, shapes[value].Channels));
        return maps;
    }

    private void MakeStates(LoweredGraph lowered, IReadOnlyDictionary<string, ValueShape> shapes)
    {
        foreach (var step in lowered.Steps)
        {
            foreach (var (name, neuron) in step.Neurons)
            {
                if (NeuronForm.Of(neuron) is { KeepsState: true, Row: var row })
                    _states.Add(name, StateMap.Of(shapes[name], row.Planes, (float)row.Burst.InitialMembrane));
            }
            if (step.Operation is MaxPool { OverTime: PoolingOverTime.Lossless })
            {
                _states.Add(Sums(step.Value), StateMap.Of(shapes[step.Inputs[0]], 1));
                _states.Add(step.Value, StateMap.Of(shapes[step.Value], 1));
            }
            if (step.Operation is TimeMean && lowered.HasRounds && shapes[step.Inputs[0]].Timed)
                _states.Add(step.Value, StateMap.Of(shapes[step.Value], 1));
        }
        AllStates = [.. _states.Values];
    }

    /// <summary>First step that writes each map, and last that reads or writes it.</summary>
    private static Dictionary<string, (int First, int Last)> Lives(
        Dictionary<string, (string Root, int Channel)> places,
        IReadOnlyList<FusedStep> steps,
        Dictionary<string, int> written
    )
    {
        var lives = new Dictionary<string, (int First, int Last)>(StringComparer.Ordinal);
        foreach (var (value, step) in written)
            Extend(lives, places[value].Root, step);
        for (var i = 0; i < steps.Count; i++)
        {
            foreach (var value in steps[i].Reads)
                Extend(lives, places[value].Root, i);
        }
        return lives;
    }

    private static void Extend(Dictionary<string, (int First, int Last)> lives, string root, int step)
    {
        var (first, last) = lives.GetValueOrDefault(root, (step, step));
        lives[root] = (Math.Min(first, step), Math.Max(last, step));
    }
}
