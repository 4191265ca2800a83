using System.Text.Json.Nodes;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Models;

/// <summary>
/// What a network sees, in the description of a checkpoint: <c>ch</c>, <c>frames</c>, and the range of values <c>low</c> and
/// <c>high</c>. What is usual is left out, so that files stay as they were.
/// </summary>
internal static class InputWords
{
    /// <summary>Adds them to a description.</summary>
    public static string Add(string json, Input input)
    {
        if (input == Input.Rgb)
            return json;
        var fields = JsonNode.Parse(json)!.AsObject();
        fields["ch"] = input.Channels;
        if (input.HasFrames)
            fields["frames"] = true;
        if (input.Range != ValueRange.Unit)
            (fields["low"], fields["high"]) = (input.Range.Low, input.Range.High);
        return fields.ToJsonString();
    }

    /// <summary>Reads them.</summary>
    /// <exception cref="FormatException">One is out of range.</exception>
    public static Input Read(string json)
    {
        var fields = NetworkFamily.FromJson<Fields>(json);
        var range = new ValueRange(fields.low ?? ValueRange.Unit.Low, fields.high ?? ValueRange.Unit.High);
        var channels = fields.ch ?? Input.Rgb.Channels;
        if (channels is < 1 or > Input.MaxChannels)
            throw new FormatException($"it sees {channels} channels, wanted 1 to {Input.MaxChannels}");
        if (!float.IsFinite(range.Low) || !float.IsFinite(range.High) || range.Low >= range.High)
            throw new FormatException($"its range of values is {range.Low} to {range.High}, wanted a lower and a higher number");
        return new Input(channels, fields.frames ?? false) { Range = range };
    }

#pragma warning disable IDE1006 // the names are the file's
    private sealed record Fields(int? ch, bool? frames, float? low, float? high);
#pragma warning restore IDE1006
}
