using System.Globalization;

namespace SpikeSharp.Conversion.Search;

/// <summary>A setting that is searched: its name, what it may be, and the way between its values and positions 0…1.</summary>
public sealed class SearchDimension
{
    private readonly double[] _ends; // of a range: the least and the largest value
    private readonly double[]? _choices; // increasing
    private readonly SearchScale? _scale; // null: the number of the choice
    private readonly double _low,
        _high; // coordinates

    private SearchDimension(string name, double[] values, bool isChoice, SearchScale? scale)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        (Name, _scale, _choices, _ends) = (name, scale, isChoice ? values : null, [values[0], values[^1]]);
        (_low, _high) = (Coordinate(values[0]), Coordinate(values[^1]));
    }

    /// <summary>How points and records call it.</summary>
    public string Name { get; }

    /// <summary>The coordinate in words, for the axis of a chart.</summary>
    public string AxisLabel => _scale is { } s ? s.Formula.Replace("x", Name, StringComparison.Ordinal) : $"{Name} ({Listed})";

    private string Listed => string.Join(", ", Array.ConvertAll(_choices ?? _ends, Text));

    /// <summary>Any number between two.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="low">The least value.</param>
    /// <param name="high">The largest, above <paramref name="low"/>.</param>
    /// <param name="scale">In which coordinate positions are equal.</param>
    public static SearchDimension Range(string name, double low, double high, SearchScale scale)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(low, high);
        return new(name, [low, high], isChoice: false, scale);
    }

    /// <summary>One of some numbers: the one whose coordinate is nearest.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="values">At least one, increasing.</param>
    /// <param name="scale">The coordinate; null takes the number of the choice.</param>
    public static SearchDimension Choice(string name, IReadOnlyList<double> values, SearchScale? scale = null)
    {
        if (values.Count == 0 || values.Zip(values.Skip(1)).Any(pair => pair.First >= pair.Second))
            throw new ArgumentException($"the choices of {name} must be at least one, and increasing", nameof(values));
        return new(name, [.. values], isChoice: true, scale);
    }

    /// <summary>Whether the setting may have a value.</summary>
    public bool Contains(double value) => _choices is null ? value >= _ends[0] && value <= _ends[1] : Array.IndexOf(_choices, value) >= 0;

    /// <summary>The coordinate of a value that the setting may have.</summary>
    public double Coordinate(double value) => _scale is { } s ? s.Coordinate(value) : Array.IndexOf(_choices!, value);

    /// <summary>The position of a value that the setting may have, 0…1.</summary>
    public double Position(double value) => _high > _low ? Math.Clamp((Coordinate(value) - _low) / (_high - _low), 0, 1) : 0;

    /// <summary>The value at a position 0…1.</summary>
    public double Value(double position)
    {
        var coordinate = _low + position * (_high - _low);
        return _choices is null
            ? Math.Clamp(_scale!.Value(coordinate), _ends[0], _ends[1])
            : _choices.MinBy(value => Math.Abs(Coordinate(value) - coordinate));
    }

    /// <summary>The position of the value that a position stands for; of choices, that of the nearest one.</summary>
    internal double Snap(double position) => _choices is null ? position : Position(Value(position));

    /// <summary>Where a step of a local search leads from the position of a value: to the next choice, or by a given length.</summary>
    internal double Move(double position, double step)
    {
        if (_choices is null)
            return Math.Clamp(position + step, 0, 1);
        var next = Array.IndexOf(_choices, Value(position)) + Math.Sign(step);
        return next >= 0 && next < _choices.Length ? Position(_choices[next]) : position;
    }

    /// <summary>Name, values and coordinate, as <c>search.json</c> has them.</summary>
    public override string ToString() =>
        _choices is null
            ? $"{Name} from {Text(_ends[0])} to {Text(_ends[1])} by {_scale!.Formula}"
            : $"{Name} of {Listed} by {_scale?.Formula ?? "number"}";

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
