using SpikeSharp.Checkpoints;
using SpikeSharp.Cli.Failures;
using SpikeSharp.Cli.Inputs;
using SpikeSharp.Cli.Invocation;
using SpikeSharp.Cli.Options;
using SpikeSharp.Cli.Terminal;
using SpikeSharp.Graph.Safetensors;
using SpikeSharp.Models;
using SpikeSharp.Reports;
using SpikeSharp.Training;

namespace SpikeSharp.Cli.Training;

/// <summary>A run to train: a new one, or one that goes on with the options it was begun with.</summary>
/// <param name="Arguments">The options, those of a resumed run read back from its folder.</param>
/// <param name="Options">The same for the trainer.</param>
/// <param name="Folder">The run's folder, claimed.</param>
/// <param name="IsResumed">Whether it goes on.</param>
internal sealed record TrainingRun(Arguments Arguments, TrainOptions Options, ClaimedFolder Folder, bool IsResumed) : IDisposable
{
    private const string ArgumentsName = "args.yaml";

    // What does not change the result, or only where things are.
    private static readonly Option[] MayChange =
    [
        OptionTable.Resume,
        OptionTable.Cfg,
        OptionTable.DataSet,
        OptionTable.Device,
        OptionTable.Threads,
        OptionTable.Workers,
        OptionTable.Cache,
        OptionTable.Project,
        OptionTable.Json,
        OptionTable.Verbose,
    ];

    private static string Weights(string folder) => Path.Combine(folder, "weights");

    /// <summary>Where the options are kept.</summary>
    public string ArgumentsPath => Path.Combine(Options.RunFolder, ArgumentsName);

    /// <summary>The checkpoint to go on from.</summary>
    public string LastPath => Path.Combine(Weights(Options.RunFolder), "last.safetensors");

    /// <summary>Decides by `--resume` what to train, and claims the folder.</summary>
    public static TrainingRun Open(Arguments arguments, Display display) =>
        arguments.Get(OptionTable.Resume) is { } run ? GoOn(run, arguments, display) : Begin(arguments, display);

    public void Dispose() => Folder.Dispose();

    private static string Project(Arguments arguments, VisionTask task) =>
        arguments.Get(OptionTable.Project) ?? Path.Combine("runs", task.ToString().ToLowerInvariant());

    private static TrainingRun Begin(Arguments arguments, Display display)
    {
        var data = arguments.Require(OptionTable.DataSet);
        var usual = NetworkFamilies.UsualName(NetworkArguments.Task(arguments) ?? DataArguments.Task(data) ?? VisionTask.Detect);
        var source = NetworkArguments.Open(
            arguments,
            data,
            arguments.Get(OptionTable.SingleClass) ? ["object"] : null,
            usual,
            trains: true
        );
        NetworkArguments.RequireTask(source, arguments);
        if (source.Graph is not null || source.Description is not { } description)
            throw new CheckpointException(
                source.Name,
                "it is a compiled graph, which only runs; train from the checkpoint it was made from"
            );
        if (source.Note is { } note)
            display.Warn(note);
        var options = TrainArguments.Read(arguments, description, source.WeightsFile, folder: "", display);
        var folder = ClaimedFolder.Next(
            Project(arguments, source.Task),
            arguments.Get(OptionTable.Name) ?? "train",
            arguments.Get(OptionTable.ExistOk)
        );
        return new TrainingRun(arguments, options with { RunFolder = folder.Folder }, folder, IsResumed: false);
    }

    private static TrainingRun GoOn(string run, Arguments arguments, Display display)
    {
        var folder = run == OptionTable.Resume.Alone ? Latest(arguments) : FolderOf(run);
        var kept = new Arguments(arguments.Verb, arguments.Verbs);
        ArgumentsFile.Read(Path.Combine(folder, ArgumentsName), kept);
        RefuseChanges(arguments, kept);
        Copy(OptionTable.DataSet);
        Copy(OptionTable.Device);
        Copy(OptionTable.Threads);
        Copy(OptionTable.Workers);
        Copy(OptionTable.Cache);
        Copy(OptionTable.Json);
        return new TrainingRun(
            kept,
            TrainArguments.Read(kept, Describe(folder), null, folder, display),
            ClaimedFolder.Of(folder),
            IsResumed: true
        );

        void Copy<T>(Option<T> option)
        {
            if (arguments.IsGiven(option))
                kept.Set(option, arguments.Get(option));
        }
    }

    private static void RefuseChanges(Arguments arguments, Arguments kept)
    {
        var before = kept.All.ToDictionary();
        var asked = arguments.All.ToDictionary();
        foreach (var option in arguments.Verb.Options.Except(MayChange).Where(arguments.IsGiven))
        {
            if (asked[option.Name] != before[option.Name])
                throw new UsageException(
                    $"the run was begun with {option.Switch} {before[option.Name]}, which cannot become {asked[option.Name]} half-way; "
                        + $"leave it out, or start a new run"
                );
        }
    }

    // The network as the checkpoint tells it: the file that the run was begun with may be gone.
    private static ModelDescription Describe(string folder)
    {
        foreach (var name in (string[])["last.safetensors", "last.previous.safetensors"])
        {
            try
            {
                using var file = SafetensorsFile.Open(Path.Combine(Weights(folder), name));
                return Checkpoint.Describe(file);
            }
            catch (Exception e) when (e is IOException or SafetensorsException or CheckpointException)
            {
                // The one before it may be good; the trainer says so when it takes that one.
            }
        }
        throw new CheckpointException(Weights(folder), "no checkpoint in it can be read, so the run cannot go on; start it anew");
    }

    private static string FolderOf(string path)
    {
        if (!Path.Exists(path))
            throw new FileNotFoundException($"{path}: there is no such run folder or checkpoint to go on with", path);
        var folder = Path.TrimEndingDirectorySeparator(File.Exists(path) ? Path.GetDirectoryName(Path.GetFullPath(path))! : path);
        if (Path.GetFileName(folder) == "weights")
            folder = Path.GetDirectoryName(Path.GetFullPath(folder))!;
        return File.Exists(Path.Combine(folder, ArgumentsName))
            ? folder
            : throw new FileNotFoundException(
                $"{path} belongs to no run: there is no {ArgumentsName} in {folder}; name the folder of a run, such as runs/detect/train",
                path
            );
    }

    private static string Latest(Arguments arguments)
    {
        var tasks = NetworkArguments.Task(arguments) is { } asked ? [asked] : Enum.GetValues<VisionTask>();
        string[] projects = [.. tasks.Select(task => Project(arguments, task)).Distinct()];
        return projects
            .Where(Directory.Exists)
            .SelectMany(Directory.EnumerateDirectories)
            .Where(folder => File.Exists(Path.Combine(folder, ArgumentsName)) && Directory.Exists(Weights(folder)))
            .MaxBy(folder => Directory.GetLastWriteTimeUtc(Weights(folder)))
            ?? throw new FileNotFoundException(
                $"there is no run in {string.Join(" or ", projects)} to go on with; name its folder with --resume FOLDER",
                projects[0]
            );
    }
}
