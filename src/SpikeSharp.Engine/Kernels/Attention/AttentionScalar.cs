namespace SpikeSharp.Engine.Kernels.Attention;

/// <summary>The plain loops that define <see cref="IAttentionKernel"/>.</summary>
internal unsafe struct AttentionScalar : IAttentionKernel
{
    public static void AddKeyTimesValue(byte* key, byte* value, int width, int* sums, int padded)
    {
        for (var i = 0; i < width; i++, sums += padded)
        {
            if (key[i] == 0)
                continue;
            for (var j = 0; j < width; j++)
                sums[j] += key[i] * value[j];
        }
    }

    public static void Query(byte* query, int width, int* sums, int padded, int* row)
    {
        new Span<int>(row, padded).Clear();
        for (var i = 0; i < width; i++, sums += padded)
        {
            if (query[i] == 0)
                continue;
            for (var j = 0; j < width; j++)
                row[j] += query[i] * sums[j];
        }
    }
}
