namespace SpikeSharp.Graph.Neurons;

/// <summary>Integer spikes as D binary virtual time steps (spec 1.5, the paper's eq. 12): the thermometer code.</summary>
public static class VirtualTimeSteps
{
    /// <summary>Whether virtual step d of an integer spike fires: s_d = 1 if d &lt; s, for d = 0…D−1.</summary>
    public static bool Fires(int spikes, int step) => step < spikes;

    /// <summary>Expands [T, …] integer spikes into [T·D, …] binary spikes; row t·D + d holds virtual step d of real step t.</summary>
    /// <param name="spikes">Integer spikes 0…D, T rows of equal length.</param>
    /// <param name="timeSteps">T, a divisor of the length.</param>
    /// <param name="maxSpikes">D.</param>
    /// <exception cref="ArgumentException">The length is no multiple of T, or a spike exceeds D.</exception>
    public static byte[] Expand(ReadOnlySpan<byte> spikes, int timeSteps, int maxSpikes)
    {
        if (timeSteps < 1 || spikes.Length % timeSteps != 0)
            throw new ArgumentException($"{spikes.Length} spikes are not {timeSteps} rows.");
        var count = spikes.Length / timeSteps;
        var binary = new byte[spikes.Length * maxSpikes];
        for (var i = 0; i < spikes.Length; i++)
        {
            if (spikes[i] > maxSpikes)
                throw new ArgumentException($"spike {spikes[i]} at position {i} exceeds D = {maxSpikes}.");
            for (var d = 0; d < maxSpikes; d++)
            {
                if (Fires(spikes[i], d))
                    binary[(i / count * maxSpikes + d) * count + i % count] = 1;
            }
        }
        return binary;
    }
}
