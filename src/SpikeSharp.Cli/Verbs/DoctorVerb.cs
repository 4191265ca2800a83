using System.Runtime.InteropServices;
using SpikeSharp.Cli.Doctor;
using SpikeSharp.Cli.Failures;
using SpikeSharp.Cli.Invocation;
using SpikeSharp.Cli.Options;
using SpikeSharp.Cli.Terminal;

namespace SpikeSharp.Cli.Verbs;

/// <summary>`spikesharp doctor`.</summary>
internal static class DoctorVerb
{
    public static readonly Verb Verb = new(
        "doctor",
        "check the installation: versions, libraries, processor, memory",
        Run,
        Needs: [],
        Offers: [OptionTable.Json]
    );

    private static void Run(Arguments arguments, Session session)
    {
        Finding[] findings =
        [
            new("SpikeSharp", ProgramVersion.Text),
            new(".NET", Environment.Version.ToString()),
            new("system", $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}"),
            .. Machine.Examine(Environment.CurrentDirectory),
            .. NativeLibraries.Examine(AppContext.BaseDirectory),
        ];
        JsonFile.Write(arguments.Get(OptionTable.Json), findings);
        Show(findings, session.Display);
    }

    /// <summary>Prints what was found; the last line says that all is well, or an exception what is wrong.</summary>
    /// <exception cref="CheckFailedException">Something is wrong.</exception>
    public static void Show(IReadOnlyList<Finding> findings, Display display)
    {
        var width = findings.Max(finding => finding.Subject.Length);
        foreach (var finding in findings)
            display.Line($"{finding.Subject.PadRight(width)}  {finding.Text}{(finding.Remedy is null ? "" : "  <-- wrong")}");
        var wrong = findings
            .Where(finding => finding.Remedy is not null)
            .Select(finding => $"{finding.Subject}: {finding.Remedy}")
            .Distinct()
            .ToArray();
        if (wrong.Length > 0)
            throw new CheckFailedException(string.Join("; ", wrong));
        display.Line("all is well");
    }
}
