using BenchmarkDotNet.Attributes;
using SpikeSharp.Engine.Tests.Kernels;

namespace SpikeSharp.Kernels;

/// <summary>The rows of the table that the tests compare, each beside its definition, at the length that networks have.</summary>
public sealed class KernelBenchmarks
{
    private readonly GuardedMemory _guarded = new();
    private Action _run = () => { };

    public IEnumerable<KernelRow> Rows => KernelTable.Rows.Where(row => row.IsHere);

    [ParamsSource(nameof(Rows))]
    public KernelRow Row { get; set; } = null!;

    [Params(false, true)]
    public bool Definition { get; set; }

    [GlobalSetup]
    public void Bind() => _run = (Definition ? Row.Definition : Row.Kernel)(new KernelMemory(_guarded, seed: 1), Row.Usual, 0);

    [Benchmark]
    public void Run() => _run();

    [GlobalCleanup]
    public void Free() => _guarded.Dispose();
}
