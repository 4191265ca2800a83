namespace SpikeSharp.Metrics;

/// <summary>All that average precision needs to know of a detection.</summary>
/// <param name="Class">From 0.</param>
/// <param name="Confidence">0 … 1.</param>
/// <param name="Correct">Bit i: right at IoU threshold i.</param>
internal readonly record struct ScoredDetection(int Class, double Confidence, ushort Correct) : IComparable<ScoredDetection>
{
    /// <summary>
    /// By class, then falling confidence. Among equal confidences the wrong ones come first, so that the result neither depends on the
    /// order in which images were added nor rewards a detector for saying the same of everything.
    /// </summary>
    public int CompareTo(ScoredDetection other)
    {
        var order = Class.CompareTo(other.Class);
        if (order == 0)
            order = other.Confidence.CompareTo(Confidence);
        return order != 0 ? order : Correct.CompareTo(other.Correct);
    }
}
