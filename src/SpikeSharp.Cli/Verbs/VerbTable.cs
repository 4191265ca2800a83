using SpikeSharp.Cli.Failures;
using SpikeSharp.Cli.Invocation;

namespace SpikeSharp.Cli.Verbs;

/// <summary>The commands, in the order in which one uses them.</summary>
internal static class VerbTable
{
    public static IReadOnlyList<Verb> All { get; } =
    [
        DemoVerb.Verb,
        TrainVerb.Verb,
        ValVerb.Verb,
        PredictVerb.Verb,
        CompileVerb.Verb,
        ConvertVerb.Verb,
        SweepVerb.Verb,
        PlanVerb.Verb,
        VerifyVerb.Verb,
        EnergyVerb.Verb,
        BenchVerb.Verb,
        InfoVerb.Verb,
        ForwardVerb.Verb,
        ExportVerb.Verb,
        DoctorVerb.Verb,
    ];

    /// <summary>The verb of a name.</summary>
    /// <exception cref="UsageException">There is none such.</exception>
    public static Verb Find(string name) => All.FirstOrDefault(verb => verb.Name == name) ?? throw UnknownWord.Verb(name, All);
}
