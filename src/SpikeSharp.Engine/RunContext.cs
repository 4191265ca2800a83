using System.Buffers;
using SpikeSharp.Engine.Detection;
using SpikeSharp.Engine.Maps;
using SpikeSharp.Engine.Steps;
using SpikeSharp.Engine.Threading;
using SpikeSharp.Graph.Detection;
using Found = SpikeSharp.Graph.Detection.Detection;

namespace SpikeSharp.Engine;

/// <summary>Memory of one run, used again by the next.</summary>
internal sealed unsafe class RunContext : IJob, IDisposable
{
    private readonly NativeBlock _arena;
    private readonly NativeBlock[] _scratch;
    private Step? _step;

    internal RunContext(EngineProgram program, int workers)
    {
        Program = program;
        _arena = new NativeBlock(program.Maps.Bytes);
        _scratch = new NativeBlock[workers];
        for (var i = 0; i < workers; i++)
            _scratch[i] = new NativeBlock(program.ScratchBytes + MapBuffer.Slack);
    }

    internal EngineProgram Program { get; }

    internal byte* Arena => _arena.Pointer;

    /// <summary>Bytes of maps and scratch.</summary>
    internal long Bytes => _arena.Bytes + _scratch.Sum(block => block.Bytes);

    int IJob.Items => _step!.Items;

    void IJob.Run(int item, int worker) => _step!.Run(_arena.Pointer, _scratch[worker].Pointer, item);

    /// <summary>Runs all steps; between two of them it looks whether it is to stop.</summary>
    /// <param name="team">Threads that help when they are free; null for none.</param>
    /// <param name="cancel">Ends the run.</param>
    /// <param name="observe">Sees each step when it is done; null when nobody watches.</param>
    /// <param name="goesOn">Asked after each round, when the result so far is there: whether to go on; null for without asking.</param>
    internal void Run(WorkerTeam? team, CancellationToken cancel, Action<Step>? observe = null, Func<int, bool>? goesOn = null)
    {
        var helped = team?.TryAcquire() == true;
        try
        {
            foreach (var state in Program.Maps.AllStates)
                state.Reset(Arena);
            for (var round = 0; round < Program.Rounds; round++)
            {
                var clock = RunClock.Of(Arena);
                (clock->Before, clock->Done) = (round * Program.Together, (round + 1) * Program.Together);
                var last = round == Program.Rounds - 1;
                foreach (var step in Program.Steps)
                {
                    if ((step.Phase == Phase.Before && round > 0) || (step.Phase == Phase.After && !last && goesOn is null))
                        continue;
                    cancel.ThrowIfCancellationRequested();
                    _step = step;
                    if (helped)
                        team!.Run(this);
                    else
                        for (var item = 0; item < step.Items; item++)
                            step.Run(_arena.Pointer, _scratch[0].Pointer, item);
                    observe?.Invoke(step);
                }
                if (goesOn?.Invoke(clock->Done) == false)
                    return;
            }
        }
        finally
        {
            if (helped)
                team!.Release();
        }
    }

    /// <summary>Draws a picture into the network's input.</summary>
    internal void Draw(ReadOnlySpan<byte> pixels, Letterbox plan, string input, float[] levels) =>
        LetterboxResize.Draw(pixels, plan, Program.Maps[input], Arena, levels);

    /// <summary>What the head has found, in the picture's pixels.</summary>
    internal DetectedObject[] Objects(DetectorGraph head, SuppressionOptions options, Letterbox plan)
    {
        var view = Program.Maps[head.Node.Name];
        var prediction = new ReadOnlySpan<float>(view.At(Arena, 0, 0, 0), view.Channels * view.Buffer.Width);
        var found = ArrayPool<Found>.Shared.Rent(options.MaxDetections);
        var count = NonMaximumSuppression.Run(prediction, head.Head.ClassCount, options, found);
        var objects = new DetectedObject[count];
        for (var i = 0; i < count; i++)
            objects[i] = new DetectedObject(
                found[i].Class,
                head.Names[found[i].Class],
                found[i].Confidence,
                plan.Mapping.ToImage(found[i].Box)
            );
        ArrayPool<Found>.Shared.Return(found);
        return objects;
    }

    public void Dispose()
    {
        _arena.Dispose();
        foreach (var block in _scratch)
            block.Dispose();
    }
}
