using SpikeSharp.Engine.Kernels.Events;
using SpikeSharp.Engine.Maps;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Engine.Weights;

/// <summary>Float weights of an ungrouped convolution in the order in which a dense kernel reads them, in chunks that stay in the
/// first-level cache while pixels pass.</summary>
internal sealed unsafe class RealWeights : IDisposable
{
    private const int ChunkBytes = 32 * 1024;
    private const int BlockQuarters = 2;

    /// <summary>Output channels of a block.</summary>
    internal const int BlockOutputs = BlockQuarters * IEventKernel.Quarter;

    private readonly NativeBlock _memory;
    private readonly long[] _chunks;

    internal RealWeights(Convolution convolution, MapView input)
    {
        Outputs = convolution.OutChannels;
        Chunks = WindowChunk.Cut(convolution, input, ChunkBytes / (Quarters(0) * IEventKernel.Quarter * sizeof(float)));
        _chunks = new long[Chunks.Length + 1];
        for (var k = 0; k < Chunks.Length; k++)
            _chunks[k + 1] = _chunks[k] + Chunks[k].Length;
        _memory = new NativeBlock(
            _chunks[^1] * ((Outputs + IEventKernel.Quarter - 1) / IEventKernel.Quarter * IEventKernel.Quarter) * sizeof(float)
        );
        Fill(convolution, input);
    }

    /// <summary>Stretches of the window.</summary>
    internal WindowChunk[] Chunks { get; }

    /// <summary>Output channels.</summary>
    internal int Outputs { get; }

    /// <summary>Blocks of outputs.</summary>
    internal int Blocks => (Outputs + BlockOutputs - 1) / BlockOutputs;

    /// <summary>Bytes of weights in all.</summary>
    internal long Bytes => _memory.Bytes;

    /// <summary>Width of a block in quarters.</summary>
    internal int Quarters(int block) =>
        Math.Min(BlockQuarters, (Outputs - block * BlockOutputs + IEventKernel.Quarter - 1) / IEventKernel.Quarter);

    /// <summary>Weights of a chunk, [element, output of the block].</summary>
    internal float* Of(int block, int chunk) =>
        (float*)_memory.Pointer + _chunks[^1] * block * BlockOutputs + _chunks[chunk] * Quarters(block) * IEventKernel.Quarter;

    private void Fill(Convolution convolution, MapView input)
    {
        var weights = convolution.Weight.Values;
        int kh = convolution.KernelHeight,
            kw = convolution.KernelWidth;
        for (var o = 0; o < Outputs; o++)
        {
            var (block, inBlock) = Math.DivRem(o, BlockOutputs);
            for (var k = 0; k < Chunks.Length; k++)
            {
                var at = Of(block, k) + inBlock;
                for (var i = 0; i < Chunks[k].Length; i++, at += Quarters(block) * IEventKernel.Quarter)
                {
                    var (kx, channel) = Chunks[k].Element(i, input);
                    *at = weights[((o * input.Channels + channel) * kh + Chunks[k].Row) * kw + kx];
                }
            }
        }
    }

    public void Dispose() => _memory.Dispose();
}
