using SpikeSharp.Cli.Terminal;

namespace SpikeSharp.Cli.Tests.Terminal;

public sealed class DisplayTests
{
    private readonly StringWriter _output = new() { NewLine = "\n" };
    private readonly StringWriter _errors = new() { NewLine = "\n" };
    private readonly Clock _clock = new();

    private Display Plain() => new(_output, _errors, live: false, _clock);

    private sealed class Clock : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }

    [Theory]
    [InlineData(false, null, "xterm", true)]
    [InlineData(true, null, "xterm", false)]
    [InlineData(false, "true", "xterm", false)]
    [InlineData(false, null, "dumb", false)]
    [InlineData(false, null, null, false)]
    [InlineData(false, "", "xterm", true)]
    public void Only_a_terminal_that_is_not_CI_is_live(bool redirected, string? ci, string? term, bool expected) =>
        Assert.Equal(expected, Display.IsTerminal(redirected, name => name == "CI" ? ci
                : name == "TERM" ? term
                : null));

    [Fact]
    public void A_plain_table_is_aligned_text_without_a_control_character()
    {
        var table = new ResultTable(["class", "AP50", "[red]AP"]);
        table.Add("cat", "0.5", "0.25");
        table.Add("elephant", "10.25", "1");
        Plain().Table(table);
        Assert.Equal("class      AP50  [red]AP\ncat         0.5     0.25\nelephant  10.25        1\n", _output.ToString());
    }

    [Fact]
    public void A_live_table_holds_the_same_cells()
    {
        var table = new ResultTable(["class", "AP"]);
        table.Add("[bold]cat[/]", "0.5");
        new Display(_output, _errors, live: true, _clock).Table(table);
        Assert.Contains("[bold]cat[/]", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("0.5", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_of_the_wrong_length_is_refused() => Assert.Throws<ArgumentException>(() => new ResultTable(["a", "b"]).Add("1"));

    [Fact]
    public void Short_work_says_nothing()
    {
        var result = Plain()
            .Progress("load", 3, report =>
            {
                for (var i = 0; i < 3; i++)
                    report.Advance();
                _clock.Now = TimeSpan.FromSeconds(1.9);
                return 5;
            });
        Assert.Equal(5, result);
        Assert.Empty(_output.ToString());
    }

    [Fact]
    public void Long_work_says_every_ten_seconds_how_far_it_is()
    {
        Plain()
            .Progress("train", 100, report =>
            {
                for (var second = 1; second <= 30; second++)
                {
                    _clock.Now = TimeSpan.FromSeconds(second);
                    report.Advance(1, "box 1.25");
                }
                return 0;
            });
        Assert.Equal(
            "train: 2/100, 1:38 left  box 1.25\ntrain: 12/100, 1:28 left  box 1.25\ntrain: 22/100, 1:18 left  box 1.25\n",
            _output.ToString()
        );
    }

    [Fact]
    public void Live_progress_returns_the_result_and_passes_exceptions_on()
    {
        var display = new Display(_output, _errors, live: true, _clock);
        Assert.Equal(7, display.Progress("[odd] work", 2, report =>
            {
                report.Advance(1, "[note]");
                report.Advance(5);
                return 7;
            }));
        Assert.Throws<InvalidDataException>(() => display.Progress<int>("work", 1, _ => throw new InvalidDataException()));
    }

    [Fact]
    public void Progress_may_be_told_from_many_threads()
    {
        var last = 0L;
        var report = new ProgressReport(1000, (done, _) => last = done);
        Parallel.For(0, 1000, _ => report.Advance());
        Assert.Equal(1000, last);
    }

    [Fact]
    public void Warnings_go_to_standard_error_only()
    {
        Plain().Warn("careful");
        Assert.Equal("spikesharp: careful\n", _errors.ToString());
        Assert.Empty(_output.ToString());
    }

    [Theory]
    [InlineData(0.4, "0:00")]
    [InlineData(67, "1:07")]
    [InlineData(3599.9, "59:59")]
    [InlineData(90061, "25:01:01")]
    public void Durations_read_like_a_clock(double seconds, string expected) =>
        Assert.Equal(expected, Display.Duration(TimeSpan.FromSeconds(seconds)));
}
