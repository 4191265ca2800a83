using SpikeSharp.Graph;

namespace SpikeSharp.Conversion;

/// <summary>The values of one activation on the calibration images, by channel.</summary>
/// <remarks>Percentiles are exact. Zeros are counted and not stored. Of more than <see cref="MostStored"/> values only the largest are
/// kept, enough for every percentile from <see cref="LeastPercentile"/> on.</remarks>
public sealed class LayerActivations
{
    /// <summary>The smallest percentile that is always exact.</summary>
    public const double LeastPercentile = 0.95;

    private const int MostStored = 1 << 22;

    private readonly int _plane,
        _images,
        _mostStored;
    private readonly List<Batch> _batches = [];
    private bool _open;

    /// <param name="channels">C.</param>
    /// <param name="plane">H·W.</param>
    /// <param name="images">Of a batch, at most.</param>
    /// <param name="mostStored">Beyond so many values the smallest are dropped.</param>
    internal LayerActivations(int channels, int plane, int images, int mostStored = MostStored) =>
        (Channels, _plane, _images, _mostStored) = (channels, plane, images, mostStored);

    /// <summary>C.</summary>
    public int Channels { get; }

    /// <summary>Whether a channel has a single pixel, as behind a dense layer. That is too few values for a scale by channel.</summary>
    internal bool IsFlat => _plane == 1;

    /// <summary>Largest value of all.</summary>
    public float Largest => _batches.Max(batch => batch.Largest);

    /// <summary>Adds one image to the batch.</summary>
    /// <param name="values">[C, H, W]; negative ones (of a LeakyReLU) count by their absolute value.</param>
    internal void Add(ReadOnlySpan<float> values)
    {
        if (!_open)
            _batches.Add(new Batch(Channels, (long)_images * _plane, _mostStored));
        _open = true;
        _batches[^1].Add(values, _plane);
    }

    /// <summary>The next image begins a new batch; λ is the largest over the batches.</summary>
    internal void EndBatch() => _open = false;

    /// <summary>λ of the layer: element ⌊N·p⌋ − 1 of the ascending sort of all N values, at least 1e-10 (spec 1.3).</summary>
    /// <param name="percentile">p, above 0, at most 1.</param>
    public float LayerScale(double percentile)
    {
        float largest = 0;
        foreach (var batch in _batches)
        {
            var index = Math.Clamp((long)(batch.Count * percentile) - 1, 0, batch.Count - 1);
            largest = MathF.Max(largest, batch.OfAll(index));
        }
        return MathF.Max(largest, 1e-10f);
    }

    /// <summary>λ of each channel: element ⌊p·(M − 1)⌋ of the ascending sort of its M values, plus 1e-10 (spec 1.3).</summary>
    /// <param name="percentile">p, above 0, at most 1.</param>
    public float[] ChannelScales(double percentile)
    {
        var scales = new float[Channels];
        foreach (var batch in _batches)
        {
            long count = batch.Count / Channels,
                index = (long)Math.Floor(percentile * (count - 1));
            for (var c = 0; c < Channels; c++)
                scales[c] = MathF.Max(scales[c], batch.OfChannel(c, index) + 1e-10f);
        }
        return scales;
    }

    /// <summary>Share of all values that are larger than a bound, one for all or one a channel.</summary>
    internal double ShareAbove(Func<int, double> bound)
    {
        long above = 0,
            count = 0;
        foreach (var batch in _batches)
        {
            count += batch.Count;
            for (var c = 0; c < Channels; c++)
                above += batch.Above(c, bound(c));
        }
        return count == 0 ? 0 : (double)above / count;
    }

    private sealed class Batch(int channels, long ofChannel, int mostStored)
    {
        private readonly List<float>[] _values = [.. Enumerable.Range(0, channels).Select(_ => new List<float>())];
        private float[]? _all;
        private bool _sorted,
            _pruned;
        private long _stored,
            _most = mostStored;

        internal long Count { get; private set; }

        internal float Largest => _values.Max(values => values.Count == 0 ? 0 : values.Max());

        internal void Add(ReadOnlySpan<float> values, int plane)
        {
            (_all, _sorted) = (null, false);
            Count += values.Length;
            for (var i = 0; i < values.Length; i++)
            {
                var size = MathF.Abs(values[i]);
                if (size <= 0)
                    continue;
                _values[i / plane].Add(size);
                _stored++;
            }
            if (_stored <= _most)
                return;
            Prune();
            _most = Math.Max(_most, 2 * _stored);
        }

        internal float OfAll(long index)
        {
            if (_all is null)
            {
                _all = [.. _values.SelectMany(values => values)];
                Array.Sort(_all);
            }
            return At(_all, index, Count);
        }

        internal float OfChannel(int channel, long index)
        {
            Sort();
            return At(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_values[channel]), index, Count / _values.Length);
        }

        internal long Above(int channel, double bound)
        {
            long above = 0;
            foreach (var value in _values[channel])
                above += value > bound ? 1 : 0;
            return above;
        }

        private float At(ReadOnlySpan<float> ascending, long index, long count)
        {
            var place = index - (count - ascending.Length);
            if (place >= 0)
                return ascending[(int)place];
            return _pruned
                ? throw new GraphException(
                    $"of so many activations percentiles are known from {LeastPercentile} on; take a larger one, or fewer images"
                )
                : 0;
        }

        private void Sort()
        {
            if (_sorted)
                return;
            foreach (var values in _values)
                values.Sort();
            _sorted = true;
        }

        // Keeps the largest share 1 − p of each channel and of all channels together. The share is one of the whole batch, images that
        // are still to come included.
        private void Prune()
        {
            Sort();
            var all = _values.SelectMany(values => values).ToArray();
            Array.Sort(all);
            long most = (long)(_values.Length * ofChannel * (1 - LeastPercentile)) + 2,
                mostOfChannel = (long)(ofChannel * (1 - LeastPercentile)) + 2;
            var least = all[Math.Max(0, all.Length - (int)Math.Min(most, all.Length))];
            _stored = 0;
            _pruned = true;
            foreach (var values in _values)
            {
                var first = values.BinarySearch(least);
                if (first < 0)
                    first = ~first;
                while (first > 0 && values[first - 1] >= least)
                    first--;
                values.RemoveRange(0, (int)Math.Min(first, Math.Max(0, values.Count - mostOfChannel)));
                _stored += values.Count;
            }
        }
    }
}
