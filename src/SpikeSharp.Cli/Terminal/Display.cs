using System.Globalization;
using Spectre.Console;

namespace SpikeSharp.Cli.Terminal;

/// <summary>
/// Everything the user sees. On a terminal: tables with borders and a bar that moves. Elsewhere (a file, a pipe, CI): plain lines without
/// a single control character, and a line of progress now and then.
/// </summary>
/// <param name="output">Standard output.</param>
/// <param name="errors">Standard error.</param>
/// <param name="live">True on a terminal.</param>
/// <param name="clock">What tells the time.</param>
internal sealed class Display(TextWriter output, TextWriter errors, bool live, TimeProvider clock)
{
    // Work that is over sooner says nothing; longer work says something this often.
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2),
        Interval = TimeSpan.FromSeconds(10);

    private IAnsiConsole? _terminal;
    private bool _barShown;

    /// <summary>True on a terminal.</summary>
    public bool Live { get; } = live;

    private IAnsiConsole Terminal => _terminal ??= AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(output) });

    /// <summary>The display of this process.</summary>
    public static Display Standard() =>
        new(Console.Out, Console.Error, IsTerminal(Console.IsOutputRedirected, Environment.GetEnvironmentVariable), TimeProvider.System);

    /// <summary>Whether standard output is a terminal that a person looks at.</summary>
    public static bool IsTerminal(bool redirected, Func<string, string?> environment) =>
        !redirected && string.IsNullOrEmpty(environment("CI")) && environment("TERM") is not (null or "" or "dumb");

    /// <summary>Writes a line.</summary>
    public void Line(string text = "")
    {
        // While a bar stands in the last line, Spectre alone knows how to write above it.
        if (_barShown)
            Terminal.Write(new Text(text + "\n"));
        else
            output.WriteLine(text);
    }

    /// <summary>Writes text that is laid out already.</summary>
    public void Page(string text) => output.Write(text);

    /// <summary>Writes a line to standard error.</summary>
    public void Warn(string text) => errors.WriteLine($"spikesharp: {text}");

    /// <summary>Writes a table.</summary>
    public void Table(ResultTable table)
    {
        if (!Live)
        {
            foreach (var line in table.Lines())
                output.WriteLine(line);
            return;
        }
        var drawn = new Table().Border(TableBorder.Rounded);
        for (var i = 0; i < table.Columns.Length; i++)
            drawn.AddColumn(
                new TableColumn(new Text(table.Columns[i]))
                {
                    Alignment = i < table.LeftAligned ? Justify.Left : Justify.Right,
                    NoWrap = true,
                }
            );
        foreach (var row in table.Rows)
            drawn.AddRow(row.Select(cell => new Text(cell)));
        Terminal.Write(drawn);
    }

    /// <summary>Brings back the cursor that a bar hides, when the process ends without ending its work.</summary>
    public void ShowCursor()
    {
        if (_barShown)
            output.Write("\e[?25h");
    }

    /// <summary>Does a piece of work and shows how far it has come.</summary>
    /// <param name="what">The work, a word or two.</param>
    /// <param name="total">How many parts it has.</param>
    /// <param name="work">The work; it tells the report of every part done.</param>
    public T Progress<T>(string what, long total, Func<ProgressReport, T> work) => Stages(begin => work(begin(what, total)));

    /// <summary>Does work of several stages and shows how far each has come.</summary>
    /// <param name="work">The work; it begins a stage with its name and how many parts it has.</param>
    public T Stages<T>(Func<Func<string, long, ProgressReport>, T> work) => Live ? LiveStages(work) : work(PlainProgress);

    private T LiveStages<T>(Func<Func<string, long, ProgressReport>, T> work)
    {
        _barShown = true;
        try
        {
            return Terminal
                .Progress()
                .AutoClear(true)
                .Columns(
                    new TaskDescriptionColumn { Alignment = Justify.Left },
                    new ProgressBarColumn(),
                    new PercentageColumn(),
                    new RemainingTimeColumn()
                )
                .Start(context =>
                    work(
                        (what, total) =>
                        {
                            var bar = context.AddTask(Markup.Escape(what), maxValue: total);
                            return new(total, (done, note) =>
                            {
                                bar.Value = done;
                                bar.Description = Markup.Escape(note.Length == 0 ? what : $"{what}  {note}");
                            });
                        }
                    )
                );
        }
        finally
        {
            _barShown = false;
        }
    }

    private ProgressReport PlainProgress(string what, long total)
    {
        var started = clock.GetTimestamp();
        var next = Quiet;
        return new(total, (done, note) =>
        {
            var passed = clock.GetElapsedTime(started);
            if (passed < next || done == total)
                return;
            next = passed + Interval;
            var left = done == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {Duration(passed / done * (total - done))} left");
            output.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"{what}: {done}/{total}{left}{(note.Length == 0 ? "" : "  " + note)}")
            );
        });
    }

    /// <summary>A time as 0:07, 12:30 or 3:05:00.</summary>
    public static string Duration(TimeSpan time) =>
        time.TotalHours >= 1
            ? string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalHours}:{time:mm\\:ss}")
            : time.ToString(@"m\:ss", CultureInfo.InvariantCulture);
}
