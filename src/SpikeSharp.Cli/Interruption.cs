using System.Runtime.InteropServices;

namespace SpikeSharp.Cli;

/// <summary>Ctrl-C and SIGTERM: the first asks the verb to stop in good order, the second ends the process at once.</summary>
internal sealed partial class Interruption : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration[] _registrations;
    private readonly Action<string> _warn;
    private readonly Action<int> _exit;

    /// <summary>Listens from now on.</summary>
    /// <param name="warn">Tells the user what happens.</param>
    /// <param name="exit">Ends the process, as a rule by <see cref="EndAtOnce"/>.</param>
    public Interruption(Action<string> warn, Action<int> exit)
    {
        _warn = warn;
        _exit = exit;
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Receive),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Receive),
        ];
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Stop => _stop.Token;

    /// <summary>The exit status of the signal received last.</summary>
    public int ExitCode { get; private set; } = Failures.ExitCode.Interrupted;

    internal void Receive(PosixSignalContext context)
    {
        context.Cancel = true;
        ExitCode = context.Signal == PosixSignal.SIGTERM ? Failures.ExitCode.Terminated : Failures.ExitCode.Interrupted;
        if (_stop.IsCancellationRequested)
        {
            _exit(ExitCode);
            return;
        }
        _warn(context.Signal == PosixSignal.SIGTERM ? "stopping" : "stopping; Ctrl-C again ends at once");
        _stop.Cancel();
    }

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _stop.Dispose();
    }

    /// <summary>
    /// Ends the process here and now; Environment.Exit would run native destructors under threads in the middle of an operator.
    /// </summary>
    [LibraryImport("libc", EntryPoint = "_exit")]
    public static partial void EndAtOnce(int status);
}
