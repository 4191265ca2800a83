using SpikeSharp.Engine.Kernels.Events;
using SpikeSharp.Engine.Maps;
using SpikeSharp.Graph.Operations;
using SpikeSharp.Graph.Plans;

namespace SpikeSharp.Engine.Weights;

/// <summary>Weights of an ungrouped convolution in the order in which an event kernel reads them: chunks that stay in the first-level cache
/// while pixels pass, and within which 16-bit sums cannot overflow.</summary>
/// <remarks>
/// The events of neighbouring input columns lie behind each other, so those of a window's kernel row are one stretch. Which tap an event
/// meets depends on the window; so an event knows its column modulo kw, its slot, and the taps lie in 2·kw − 1 slots, slot s holding tap
/// s mod kw: a window that begins at column c reads from slot (−c) mod kw on, and finds every tap where its events look for it.
/// </remarks>
internal sealed unsafe class EventWeights : IDisposable
{
    // A first-level cache of 48 KiB holds the kw slots of a chunk that windows beginning in one column need, and what passes.
    private const int ChunkBytes = 40 * 1024;
    private const int BlockQuarters = IEventKernel.MostQuarters;

    private readonly NativeBlock _memory;
    private readonly NativeBlock? _order;
    private readonly long[] _blocks;
    private readonly long[] _chunks;
    private readonly int _spikesPerEvent;
    private readonly int _quarterBytes;
    private readonly int _taps;

    private EventWeights(Convolution convolution, int channelParts, int spikesPerEvent, int weightBytes, IReadOnlyList<int> order)
    {
        var channels = convolution.Weight.Shape[1];
        if (order.Count > 0)
        {
            _order = new NativeBlock((channels + ConvolutionPlan.OrderGroup - 1) / ConvolutionPlan.OrderGroup * ConvolutionPlan.OrderGroup);
            for (var i = 0; i < channels; i++)
                _order.Pointer[i] = (byte)(order[i] % ConvolutionPlan.OrderGroup);
        }
        (Outputs, Rows, _taps, _spikesPerEvent, _quarterBytes) = (
            convolution.OutChannels,
            convolution.KernelHeight,
            convolution.KernelWidth,
            spikesPerEvent,
            IEventKernel.Quarter * weightBytes
        );
        Channels = Cut(channels, channelParts);
        _chunks = new long[Rows * Channels.Length + 1];
        for (var k = 0; k < Rows * Channels.Length; k++)
            _chunks[k + 1] = _chunks[k] + (long)(2 * _taps - 1) * EventsOf(k % Channels.Length);
        _blocks = new long[(Outputs + BlockOutputs - 1) / BlockOutputs];
        long bytes = 0;
        for (var b = 0; b < _blocks.Length; b++)
        {
            _blocks[b] = bytes;
            bytes += _chunks[^1] * Quarters(b) * _quarterBytes;
        }
        _memory = new NativeBlock(bytes);
    }

    /// <summary>Output channels.</summary>
    internal int Outputs { get; }

    /// <summary>Output channels of a block.</summary>
    internal const int BlockOutputs = BlockQuarters * IEventKernel.Quarter;

    /// <summary>Blocks of outputs.</summary>
    internal int Blocks => _blocks.Length;

    /// <summary>Kernel rows.</summary>
    internal int Rows { get; }

    /// <summary>Parts of the input channels; each has its own lists.</summary>
    internal (int First, int Count)[] Channels { get; }

    /// <summary>Chunks: for each kernel row the parts of the channels.</summary>
    internal int Chunks => Rows * Channels.Length;

    /// <summary>Place of the channel within its group of <see cref="ConvolutionPlan.OrderGroup"/> for each place of the weights, whole
    /// groups; null where weights and maps have one order.</summary>
    internal byte* Order => _order is null ? null : _order.Pointer;

    /// <summary>Bytes of weights in all.</summary>
    internal long Bytes => _memory.Bytes;

    /// <summary>Events of one pixel in a part of the channels.</summary>
    internal int EventsOf(int part) => (Channels[part].Count + _spikesPerEvent - 1) / _spikesPerEvent;

    /// <summary>Width of a block in quarters.</summary>
    internal int Quarters(int block) =>
        Math.Min(BlockQuarters, (Outputs - block * BlockOutputs + IEventKernel.Quarter - 1) / IEventKernel.Quarter);

    /// <summary>First slot of a chunk.</summary>
    internal byte* Of(int block, int chunk) => _memory.Pointer + _blocks[block] + _chunks[chunk] * Quarters(block) * _quarterBytes;

    /// <summary>Bytes of a slot.</summary>
    internal nint SlotBytes(int block, int chunk) => (nint)EventsOf(chunk % Channels.Length) * Quarters(block) * _quarterBytes;

    /// <summary>8-bit weights in pairs.</summary>
    /// <param name="convolution">Ungrouped.</param>
    /// <param name="quantised">Its weights.</param>
    /// <param name="maxSpikes">D, for which <see cref="Fits"/> holds.</param>
    /// <param name="order">Input channel at each place; empty for their own order.</param>
    internal static EventWeights OfInt8(Convolution convolution, QuantisedWeights quantised, int maxSpikes, IReadOnlyList<int> order)
    {
        for (var parts = Parts(convolution, 2, 2); ; parts *= 2)
        {
            var packed = new EventWeights(convolution, parts, 2, 2, order);
            packed.Fill<sbyte>(convolution, quantised.Values, order);
            if (packed.ChunksFit(maxSpikes))
                return packed;
            packed.Dispose();
        }
    }

    /// <summary>Whether 16-bit sums hold at least one pair of channels, whatever the weights.</summary>
    internal static bool Fits(Convolution convolution, int maxSpikes) =>
        2L * convolution.KernelWidth * QuantisedWeights.Most * maxSpikes <= short.MaxValue;

    /// <summary>Float weights, one by one.</summary>
    internal static EventWeights OfFloat(Convolution convolution)
    {
        var packed = new EventWeights(convolution, Parts(convolution, 1, sizeof(float)), 1, sizeof(float), []);
        packed.Fill(convolution, convolution.Weight.Values, []);
        return packed;
    }

    /// <summary>Into how many parts the channels are cut so that a chunk fits.</summary>
    private static int Parts(Convolution convolution, int spikesPerEvent, int weightBytes)
    {
        var quarters = Math.Min(BlockQuarters, (convolution.OutChannels + IEventKernel.Quarter - 1) / IEventKernel.Quarter);
        var channelBytes = convolution.KernelWidth * quarters * IEventKernel.Quarter * weightBytes / spikesPerEvent;
        var most = Math.Max(spikesPerEvent, ChunkBytes / channelBytes);
        return (convolution.Weight.Shape[1] + most - 1) / most;
    }

    private static (int First, int Count)[] Cut(int channels, int parts)
    {
        var each = ((channels + parts - 1) / parts + 1) / 2 * 2;
        return [.. Enumerable.Range(0, (channels + each - 1) / each).Select(i => (i * each, Math.Min(each, channels - i * each)))];
    }

    /// <summary>Puts the weights where events look for them; T is what one takes here.</summary>
    private void Fill<T>(Convolution convolution, ReadOnlySpan<T> weights, IReadOnlyList<int> order)
        where T : unmanaged
    {
        int inputs = convolution.Weight.Shape[1],
            step = inputs * Rows * _taps;
        for (var block = 0; block < Blocks; block++)
        {
            int first = block * BlockOutputs,
                outputs = Math.Min(BlockOutputs, Outputs - first),
                rowBytes = Quarters(block) * _quarterBytes;
            for (var k = 0; k < Chunks; k++)
            {
                var (ky, part) = Math.DivRem(k, Channels.Length);
                var slots = Of(block, k);
                var slotBytes = SlotBytes(block, k);
                for (var tap = 0; tap < _taps; tap++)
                {
                    for (var i = 0; i < Channels[part].Count; i++)
                    {
                        int place = Channels[part].First + i,
                            channel = order.Count > 0 ? order[place] : place;
                        var weight = ((first * inputs + channel) * Rows + ky) * _taps + tap;
                        var at = (T*)(slots + tap * slotBytes + (nint)(i / _spikesPerEvent) * rowBytes) + i % _spikesPerEvent;
                        for (var o = 0; o < outputs; o++)
                            at[o * _spikesPerEvent] = weights[weight + o * step];
                    }
                }
                // The slots behind hold the first taps again.
                var again = (_taps - 1) * slotBytes;
                Buffer.MemoryCopy(slots, slots + _taps * slotBytes, again, again);
            }
        }
    }

    /// <summary>Whether the events of any one chunk keep their sums within 16 bits, by its actual weights: a sum lies between −D·Σ|w⁻| and
    /// D·Σw⁺, wherever its window stands.</summary>
    private bool ChunksFit(int maxSpikes)
    {
        for (var b = 0; b < Blocks; b++)
        {
            var outputs = Quarters(b) * IEventKernel.Quarter;
            var (up, down) = (new int[outputs], new int[outputs]);
            for (var k = 0; k < Chunks; k++)
            {
                Array.Clear(up);
                Array.Clear(down);
                var weights = (sbyte*)Of(b, k);
                for (var pair = 0; pair < _taps * EventsOf(k % Channels.Length); pair++)
                {
                    for (var o = 0; o < outputs; o++, weights += 2)
                    {
                        up[o] += Math.Max((int)weights[0], 0) + Math.Max((int)weights[1], 0);
                        down[o] -= Math.Min((int)weights[0], 0) + Math.Min((int)weights[1], 0);
                    }
                }
                for (var o = 0; o < outputs; o++)
                {
                    if (maxSpikes * Math.Max(up[o], down[o]) > short.MaxValue)
                        return false;
                }
            }
        }
        return true;
    }

    public void Dispose()
    {
        _memory.Dispose();
        _order?.Dispose();
    }
}
