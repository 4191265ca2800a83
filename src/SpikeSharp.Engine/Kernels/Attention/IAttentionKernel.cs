namespace SpikeSharp.Engine.Kernels.Attention;

/// <summary>The two products of an attention without a softmax, over the spikes of one head, in 32-bit integers.</summary>
/// <remarks>
/// A row of sums has <see cref="Lanes"/> numbers or a multiple of them. Channels behind the head's last are added to sums that nobody
/// reads; so many bytes behind the head may be read.
/// </remarks>
internal unsafe interface IAttentionKernel
{
    /// <summary>Sums that go together.</summary>
    const int Lanes = 8;

    /// <summary>Bytes behind a head that may be read.</summary>
    const int Slack = 15;

    /// <summary>kᵀ v of one pixel: adds the value's spikes times the key's to the rows of those keys that fired.</summary>
    /// <param name="key">Spikes of the key.</param>
    /// <param name="value">Spikes of the value.</param>
    /// <param name="width">Channels of the head.</param>
    /// <param name="sums">[width, padded].</param>
    /// <param name="padded">Sums of a row, a multiple of <see cref="Lanes"/>.</param>
    static abstract void AddKeyTimesValue(byte* key, byte* value, int width, int* sums, int padded);

    /// <summary>q times what the keys and values gave, of one pixel.</summary>
    /// <param name="query">Spikes of the query.</param>
    /// <param name="width">Channels of the head.</param>
    /// <param name="sums">[width, padded].</param>
    /// <param name="padded">Sums of a row.</param>
    /// <param name="row">[padded], overwritten.</param>
    static abstract void Query(byte* query, int width, int* sums, int padded, int* row);
}
