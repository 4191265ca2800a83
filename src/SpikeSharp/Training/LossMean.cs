using SpikeSharp.Models.SpikeYolo;

namespace SpikeSharp.Training;

/// <summary>Running mean of the loss parts of an epoch.</summary>
internal struct LossMean(double box, double cls, double dfl, long count)
{
    public double Box { get; private set; } = box;
    public double Class { get; private set; } = cls;
    public double Dfl { get; private set; } = dfl;
    public long Count { get; private set; } = count;

    public readonly DetectionLosses Mean => Count == 0 ? default : new(Box / Count, Class / Count, Dfl / Count);

    public void Add(LossParts parts)
    {
        (Box, Class, Dfl) = (Box + parts.Box, Class + parts.Class, Dfl + parts.Dfl);
        Count++;
    }
}
