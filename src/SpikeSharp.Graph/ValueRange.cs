namespace SpikeSharp.Graph;

/// <summary>Which numbers a network wants for black and for the brightest level of a channel.</summary>
/// <param name="Low">The number for 0.</param>
/// <param name="High">The number for the largest level, 255 of a byte.</param>
public readonly record struct ValueRange(float Low, float High)
{
    /// <summary>From 0 to 1, as all networks trained here want it.</summary>
    public static ValueRange Unit { get; } = new(0, 1);

    /// <summary>The number for each level of a byte, divided in float32 as the reference does.</summary>
    public float[] Levels()
    {
        var levels = new float[256];
        for (var i = 0; i < levels.Length; i++)
            levels[i] = this == Unit ? i / 255f : Low + (High - Low) * (i / 255f);
        return levels;
    }
}
