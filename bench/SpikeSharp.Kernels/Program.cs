using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Exporters.Csv;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;
using SpikeSharp.Kernels;

// In this process: the kernels are internal, and a project that BenchmarkDotNet writes could not see them.
var config = ManualConfig
    .CreateEmpty()
    .AddColumnProvider(DefaultColumnProviders.Instance)
    // A row says its family and set in full.
    .WithSummaryStyle(SummaryStyle.Default.WithMaxParameterColumnWidth(48))
    .AddLogger(ConsoleLogger.Default)
    .AddExporter(MarkdownExporter.GitHub, CsvExporter.Default)
    .AddJob(
        // Short: a call takes microseconds, and the medians of nine times 50 ms of them are steady.
        Job.Default.WithWarmupCount(3)
            .WithIterationCount(9)
            .WithIterationTime(TimeInterval.FromMilliseconds(50))
            .WithToolchain(InProcessEmitToolchain.Instance)
    );
BenchmarkSwitcher.FromAssembly(typeof(KernelBenchmarks).Assembly).Run(args, config);
