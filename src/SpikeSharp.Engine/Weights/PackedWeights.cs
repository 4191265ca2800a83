using SpikeSharp.Engine.Kernels.Events;
using SpikeSharp.Engine.Maps;
using SpikeSharp.Engine.Steps;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Engine.Weights;

/// <summary>Weights of one convolution in the order in which a kernel reads them, cut into chunks, with the places where 16-bit sums
/// must be emptied.</summary>
internal sealed unsafe class PackedWeights : IDisposable
{
    // 32 KiB of weights: they stay in a first-level cache of 48 while pixels pass.
    private const int ChunkBytes = 32 * 1024;
    private const int BlockOutputs = IEventKernel.MostQuarters * IEventKernel.Quarter;

    private readonly NativeBlock _memory;
    private readonly long[] _blocks;
    private readonly int[] _chunkEvents;
    private readonly bool[] _empties;

    private PackedWeights(Convolution convolution, MapView input, int most, bool shareTaps, int spikesPerEvent, int weightBytes)
    {
        (Lists, Chunks, ListsTaps) = WindowChunk.Cut(convolution, input, most, shareTaps);
        Outputs = convolution.OutChannels;
        var (chunks, outputs) = (Chunks, Outputs);
        _chunkEvents = new int[chunks.Length + 1];
        for (int i = 0; i < chunks.Length; i++)
            _chunkEvents[i + 1] = _chunkEvents[i] + (chunks[i].Length + spikesPerEvent - 1) / spikesPerEvent;
        _blocks = new long[(outputs + BlockOutputs - 1) / BlockOutputs];
        QuarterBytes = IEventKernel.Quarter * weightBytes;
        long bytes = 0;
        for (int b = 0; b < _blocks.Length; b++)
        {
            _blocks[b] = bytes;
            bytes += (long)_chunkEvents[^1] * Quarters(b) * QuarterBytes;
        }
        _memory = new NativeBlock(bytes);
        _empties = new bool[_blocks.Length * chunks.Length];
    }

    /// <summary>The lists that an event kernel makes of a row.</summary>
    internal WindowList[] Lists { get; }

    /// <summary>Whether a list belongs to an input column, to be read by every tap, and not to an output column.</summary>
    internal bool ListsTaps { get; }

    /// <summary>Stretches of the window in the order of the weights.</summary>
    internal WindowChunk[] Chunks { get; }

    internal int Outputs { get; }

    /// <summary>Blocks of up to 128 outputs.</summary>
    internal int Blocks => _blocks.Length;

    /// <summary>Bytes of weights in all.</summary>
    internal long Bytes => _memory.Bytes;

    private int QuarterBytes { get; }

    /// <summary>Width of a block in quarters.</summary>
    internal int Quarters(int block) =>
        Math.Min(IEventKernel.MostQuarters, (Outputs - block * BlockOutputs + IEventKernel.Quarter - 1) / IEventKernel.Quarter);

    /// <summary>Weights of a chunk.</summary>
    internal byte* Of(int block, int chunk) => _memory.Pointer + _blocks[block] + (long)_chunkEvents[chunk] * Quarters(block) * QuarterBytes;

    /// <summary>Whether the sums must be emptied into wider ones after this chunk.</summary>
    internal bool EmptiesAfter(int block, int chunk) => _empties[block * Chunks.Length + chunk];

    /// <summary>8-bit weights in pairs.</summary>
    /// <param name="convolution">Ungrouped.</param>
    /// <param name="quantised">Its weights.</param>
    /// <param name="input">What it sees.</param>
    /// <param name="maxSpikes">D, at most 127.</param>
    internal static PackedWeights Pairs(Convolution convolution, QuantisedWeights quantised, MapView input, int maxSpikes)
    {
        int quarters = Math.Min(IEventKernel.MostQuarters, (convolution.OutChannels + IEventKernel.Quarter - 1) / IEventKernel.Quarter);
        for (int most = ChunkBytes / (quarters * IEventKernel.Quarter); ; most /= 2)
        {
            var packed = new PackedWeights(convolution, input, most, shareTaps: true, 2, 2);
            packed.Fill(convolution, input, 2, (at, lane, weight) => ((sbyte*)at)[lane] = quantised.Values[weight]);
            if (packed.FindEmpties(maxSpikes)) return packed;
            packed.Dispose();
        }
    }

    /// <summary>Float weights, one by one.</summary>
    internal static PackedWeights Singles(Convolution convolution, MapView input, bool shareTaps)
    {
        int quarters = Math.Min(IEventKernel.MostQuarters, (convolution.OutChannels + IEventKernel.Quarter - 1) / IEventKernel.Quarter);
        var packed = new PackedWeights(convolution, input, ChunkBytes / (quarters * IEventKernel.Quarter * sizeof(float)), shareTaps, 1, sizeof(float));
        packed.Fill(convolution, input, 1, (at, lane, weight) => ((float*)at)[lane] = convolution.Weight.Values[weight]);
        return packed;
    }

    private delegate void Put(byte* at, int lane, int weight);

    private void Fill(Convolution convolution, MapView input, int spikesPerEvent, Put put)
    {
        int taps = convolution.KernelHeight * convolution.KernelWidth;
        for (int o = 0; o < Outputs; o++)
        {
            var (block, inBlock) = Math.DivRem(o, BlockOutputs);
            int rowBytes = Quarters(block) * QuarterBytes;
            for (int k = 0; k < Chunks.Length; k++)
            {
                byte* at = Of(block, k);
                for (int i = 0; i < Chunks[k].Length; i++)
                {
                    var (kx, channel) = Chunks[k].Element(i, input);
                    int weight = (o * input.Channels + channel) * taps + Chunks[k].Row * convolution.KernelWidth + kx;
                    put(at + (long)(i / spikesPerEvent) * rowBytes, inBlock * spikesPerEvent + i % spikesPerEvent, weight);
                }
            }
        }
    }

    /// <summary>Puts the emptying of the sums as late as the actual weights allow: |sum| ≤ D·Σ|w| ≤ 32767. False when a chunk alone is too long.</summary>
    private bool FindEmpties(int maxSpikes)
    {
        for (int b = 0; b < Blocks; b++)
        {
            int outputs = Quarters(b) * IEventKernel.Quarter;
            var sums = new int[outputs];
            var chunk = new int[outputs];
            for (int k = 0; k < Chunks.Length; k++)
            {
                Array.Clear(chunk);
                var weights = (sbyte*)Of(b, k);
                for (int e = _chunkEvents[k]; e < _chunkEvents[k + 1]; e++, weights += 2 * outputs)
                {
                    for (int o = 0; o < outputs; o++) chunk[o] += Math.Abs((int)weights[2 * o]) + Math.Abs((int)weights[2 * o + 1]);
                }
                if (maxSpikes * chunk.Max() > short.MaxValue) return false;
                bool fits = true;
                for (int o = 0; o < outputs; o++) fits &= maxSpikes * (sums[o] + chunk[o]) <= short.MaxValue;
                if (!fits)
                {
                    _empties[b * Chunks.Length + k - 1] = true;
                    Array.Clear(sums);
                }
                for (int o = 0; o < outputs; o++) sums[o] += chunk[o];
            }
            _empties[b * Chunks.Length + Chunks.Length - 1] = true;
        }
        return true;
    }

    public void Dispose() => _memory.Dispose();
}
