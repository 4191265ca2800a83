namespace SpikeSharp.Cli.Tests.Scripts;

public sealed class TestSummaryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("spikesharp-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Result(string name, string outcome, string? message = null) =>
        $"    <UnitTestResult executionId=\"1\" testName=\"{name}\" computerName=\"c\" outcome=\"{outcome}\" testListId=\"2\""
        + (
            message is null
                ? " />\n"
                : $">\n      <Output>\n        <ErrorInfo>\n          <Message>{message}</Message>\n        </ErrorInfo>\n      "
                    + $"</Output>\n    </UnitTestResult>\n"
        );

    private (int Status, string[] Lines) Summarise(string options, params string[] files)
    {
        for (var i = 0; i < files.Length; i++)
            File.WriteAllText(Path.Combine(_folder, $"{i}.trx"), "<TestRun>\n  <Results>\n" + files[i] + "  </Results>\n</TestRun>\n");
        var (status, output, errors) = Bash.Run([
            "-O",
            "nullglob",
            "-c",
            $"awk {options} -f eng/test-summary.awk \"$1\"/*/index.json \"$1\"/*.trx",
            "bash",
            _folder,
        ]);
        Assert.Empty(errors);
        return (status, output.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public void Totals_are_summed_over_all_projects_and_stand_in_the_last_line()
    {
        var (status, lines) = Summarise(
            "",
            Result("A", "Passed") + Result("B", "Passed"),
            Result("C", "Passed") + Result("D", "NotExecuted", "no data")
        );
        Assert.Equal(0, status);
        Assert.Equal(["skipped    1  no data", "3 passed, 0 failed, 1 skipped"], lines);
    }

    [Fact]
    public void Failures_are_named_with_the_first_line_of_their_message()
    {
        var (status, lines) = Summarise(
            "",
            Result("T.A(x: &quot;&lt;&amp;&gt;&quot;)", "Failed", "first &amp; only\nsecond") + Result("B", "Passed")
        );
        Assert.Equal(1, status);
        Assert.Equal(["failure  T.A(x: \"<&>\"): first & only", "1 passed, 1 failed, 0 skipped"], lines);
    }

    [Fact]
    public void A_run_that_died_is_a_failure_and_so_is_one_in_which_nothing_ran()
    {
        var (died, lines) = Summarise("-v ended_early=' X.Tests'", Result("B", "Passed"));
        Assert.Equal(1, died);
        Assert.Equal(["failure  X.Tests: the run ended early", "1 passed, 1 failed, 0 skipped"], lines);
        Assert.Equal(1, Summarise("", "").Status);
    }

    [Fact]
    public void Every_golden_case_has_one_line_and_its_worst_result()
    {
        static string Case(string test, string id, string outcome, string? message = null) =>
            Result($"T.{test}(id: &quot;{id}&quot;)", outcome, message);
        var (status, lines) = Summarise(
            "-v golden=1",
            Case("A", "good", "Passed") + Case("B", "good", "Passed") + Case("A", "gone", "NotExecuted", "absent: no gone in the folder"),
            Case("A", "half", "NotExecuted", "absent: x")
                + Case("B", "half", "Passed")
                + Case("A", "other/bad", "Failed", "m")
                + Case("B", "other/bad", "Passed")
        );
        Assert.Equal(1, status);
        Assert.Equal(
            [
                "skipped    2  absent from the folder of golden cases",
                "failure  T.A(id: \"other/bad\"): m",
                "failed  other/bad",
                "absent  spikeyolo/gone",
                "passed  spikeyolo/good",
                "absent  spikeyolo/half",
                "4 passed, 1 failed, 2 skipped",
            ],
            lines
        );
    }

    [Theory]
    [InlineData("\n", true)]
    [InlineData("", false)]
    public void A_golden_case_that_no_test_looks_at_is_missing_and_a_failure(string newLine, bool golden)
    {
        var index = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, "spikeyolo")).FullName, "index.json");
        string[] ids = ["seen", "unseen", "gone", "gen1_later", "ilif_gen1_T1", "coco", "coco_too", "ckpt_later"];
        File.WriteAllText(
            index,
            "{\"cases\": [" + string.Join(", " + newLine, ids.Select(id => $"{{\"id\": \"{id}\", \"params\": {{}}}}")) + "]}"
        );
        var (status, lines) = Summarise(
            golden ? "-v golden=1" : "",
            Result("A(id: &quot;seen&quot;)", "Passed") + Result("A(id: &quot;gone&quot;)", "NotExecuted", "absent: x")
        );
        Assert.Equal(1, status);
        string[] failures =
        [
            .. ((string[])["coco_too", "unseen"]).Select(id => $"failure  spikeyolo/{id}: no test looks at this golden case"),
        ];
        string[] cases = ["missing  spikeyolo/coco_too", "absent  spikeyolo/gone", "passed  spikeyolo/seen", "missing  spikeyolo/unseen"];
        Assert.Equal(
            ["skipped    1  absent from the folder of golden cases", .. failures, .. golden ? cases : [], "1 passed, 2 failed, 1 skipped"],
            lines
        );
    }
}
