namespace SpikeSharp.Cli.Failures;

/// <summary>What the exit status of the command means.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>An error nobody expected; a log tells where.</summary>
    public const int Unexpected = 1;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 2;

    /// <summary>An input, or a part of the installation, is missing or cannot be read.</summary>
    public const int Missing = 3;

    /// <summary>An input is there but invalid, or outside the limits.</summary>
    public const int Invalid = 4;

    /// <summary>Training failed numerically, recoveries included.</summary>
    public const int Numerical = 5;

    /// <summary>A check that was asked for did not hold.</summary>
    public const int CheckFailed = 6;

    /// <summary>Disk or memory is exhausted.</summary>
    public const int Exhausted = 7;

    /// <summary>Stopped by Ctrl-C, after writing what was to be kept.</summary>
    public const int Interrupted = 130;

    /// <summary>Stopped by SIGTERM, after writing what was to be kept.</summary>
    public const int Terminated = 143;
}
