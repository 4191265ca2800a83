using SpikeSharp.Engine.Maps;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Engine.Steps;

/// <summary>A stretch of a row of the input that lies within the window of one output: elements from the window's, or a tap's, first channel.</summary>
/// <param name="Offset">First element.</param>
/// <param name="Length">Elements.</param>
internal readonly record struct WindowList(int Offset, int Length);

/// <summary>A stretch of a convolution's window, small enough that its weights stay in the cache.</summary>
/// <param name="Row">Kernel row ky.</param>
/// <param name="Tap">Input columns from the window's first tap to where the list begins; 0 where lists cover all taps of a row.</param>
/// <param name="List">Which of the lists it reads.</param>
/// <param name="Offset">Elements from the window's first tap and channel.</param>
/// <param name="Length">Elements.</param>
internal readonly record struct WindowChunk(int Row, int Tap, int List, int Offset, int Length)
{
    // A tap of fewer channels makes a list too short for its loop to be worth starting: there a list covers all taps of a kernel row.
    private const int FewChannels = 64;

    /// <summary>Cuts the window of an ungrouped convolution over channels-last maps.</summary>
    /// <param name="convolution">The convolution.</param>
    /// <param name="input">What it sees.</param>
    /// <param name="most">Longest chunk.</param>
    /// <param name="shareTaps">Whether taps may share lists; else a chunk may span taps where memory lets it.</param>
    internal static (WindowList[] Lists, WindowChunk[] Chunks, bool ListsTaps) Cut(Convolution convolution, MapView input, int most, bool shareTaps)
    {
        int channels = input.Channels, pixel = input.Buffer.Channels, kw = convolution.KernelWidth;
        bool whole = channels == pixel && !(shareTaps && channels > FewChannels);
        var lists = Parts(whole ? kw * channels : channels, most);
        var chunks = new List<WindowChunk>();
        for (int ky = 0; ky < convolution.KernelHeight; ky++)
        {
            for (int tap = 0; tap < (whole ? 1 : kw); tap++)
            {
                for (int i = 0; i < lists.Length; i++) chunks.Add(new WindowChunk(ky, tap, i, tap * pixel + lists[i].Offset, lists[i].Length));
            }
        }
        return (lists, [.. chunks], !whole);
    }

    private static WindowList[] Parts(int length, int most)
    {
        int parts = (length + most - 1) / most;
        int each = ((length + parts - 1) / parts + 1) / 2 * 2;
        return [.. Enumerable.Range(0, (length + each - 1) / each).Select(i => new WindowList(i * each, Math.Min(each, length - i * each)))];
    }

    /// <summary>Tap and channel of an element of the chunk.</summary>
    internal (int Tap, int Channel) Element(int index, MapView input) => Math.DivRem(Offset + index, input.Buffer.Channels);
}
