using SpikeSharp.Cli.Terminal;

namespace SpikeSharp.Cli.Invocation;

/// <summary>What a verb runs in.</summary>
/// <param name="Display">What the user sees.</param>
/// <param name="Stop">Cancelled by the first Ctrl-C or SIGTERM: write what is to be kept, then throw OperationCanceledException saying what
/// was kept.</param>
internal sealed record Session(Display Display, CancellationToken Stop);
