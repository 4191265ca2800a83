using SpikeSharp.Training;

namespace SpikeSharp.Tests.Training;

public sealed class ResultsTableTests
{
    private static void NoNote(string message) => Assert.Fail(message);

    [Fact]
    public void Headings_are_those_of_Ultralytics_and_rows_hold_six_digits()
    {
        using var folder = new RunFolder();
        var result = RunFolder.Result();
        var table = ResultsTable.New(folder["results.csv"], TaskColumns.Detect);
        table.Add(RunFolder.Epoch(0, result));
        var lines = File.ReadAllText(folder["results.csv"]).Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.Equal("", lines[2]);
        Assert.StartsWith(
            "epoch,time,train/box_loss,train/cls_loss,train/dfl_loss,metrics/precision(B),metrics/recall(B),metrics/mAP50(B),"
                + "metrics/mAP50-95(B),"
                + "val/box_loss,val/cls_loss,val/dfl_loss,lr/pg0,lr/pg1,lr/pg2,metrics/rate,energy/mJ,",
            lines[0]
        );
        // One of two classes is found: all its AP is 0.995, the other's 0.
        Assert.Equal((0.5, 0.4975), (result.Metrics.Recall, Math.Round(result.Metrics.Map50, 9)));
        Assert.Equal(
            FormattableString.Invariant(
                $"1,60.25,0.333333,2,1E-07,{result.Metrics.Precision:G6},0.5,0.4975,0.4975,1.5,2.5,3.5,0.1,0.01,0.01,0.25,1.75,50,99.5"
            ),
            lines[1]
        );
        Assert.Equal(lines[0].Split(',').Length, lines[1].Split(',').Length);
    }

    [Fact]
    public void Without_validation_its_numbers_are_0()
    {
        using var folder = new RunFolder();
        var table = ResultsTable.New(folder["results.csv"], TaskColumns.Detect);
        table.Add(RunFolder.Epoch(0));
        Assert.Equal("1,60.25,0.333333,2,1E-07,0,0,0,0,0,0,0,0.1,0.01,0.01,0,0,50,99.5", File.ReadAllLines(folder["results.csv"])[1]);
    }

    [Fact]
    public void A_continued_table_has_the_bytes_of_an_uninterrupted_one()
    {
        using var folder = new RunFolder();
        var (whole, part) = (
            ResultsTable.New(folder["whole.csv"], TaskColumns.Detect),
            ResultsTable.New(folder["part.csv"], TaskColumns.Detect)
        );
        for (var epoch = 0; epoch < 4; epoch++)
        {
            whole.Add(RunFolder.Epoch(epoch, RunFolder.Result()));
            if (epoch < 3)
                part.Add(RunFolder.Epoch(epoch, RunFolder.Result()));
        }
        // The checkpoint to go on from is one epoch older than the table.
        var table = ResultsTable.Continue(folder["part.csv"], TaskColumns.Detect, NoNote);
        Assert.Equal(3, table.Count);
        table.KeepEpochs(2);
        Assert.Equal([1, 2], table["epoch"]);
        table.Add(RunFolder.Epoch(2, RunFolder.Result()));
        table.Add(RunFolder.Epoch(3, RunFolder.Result()));
        Assert.Equal(File.ReadAllText(folder["whole.csv"]), File.ReadAllText(folder["part.csv"]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("epoch,loss\n1,2\n")]
    [InlineData("{header}\n1,2\n")]
    [InlineData("{header}\n1,x,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0\n")]
    public void A_file_that_is_no_such_table_is_kept_beside_and_noted(string content)
    {
        using var folder = new RunFolder();
        ResultsTable.New(folder["results.csv"], TaskColumns.Detect).Add(RunFolder.Epoch(0));
        content = content.Replace("{header}", File.ReadAllLines(folder["results.csv"])[0], StringComparison.Ordinal);
        File.WriteAllText(folder["results.csv"], content);
        var notes = new List<string>();
        var table = ResultsTable.Continue(folder["results.csv"], TaskColumns.Detect, notes.Add);
        Assert.Equal(0, table.Count);
        Assert.Contains("results.old.csv", Assert.Single(notes), StringComparison.Ordinal);
        Assert.Equal(content, File.ReadAllText(folder["results.old.csv"]));
    }

    [Fact]
    public void A_table_that_is_gone_begins_anew()
    {
        using var folder = new RunFolder();
        Assert.Equal(0, ResultsTable.Continue(folder["results.csv"], TaskColumns.Detect, NoNote).Count);
    }

    [Fact]
    public void The_best_epoch_is_the_first_of_the_highest_fitness()
    {
        using var folder = new RunFolder();
        var table = ResultsTable.New(folder["results.csv"], TaskColumns.Detect);
        Assert.Null(table.BestEpoch);
        table.Add(RunFolder.Epoch(0));
        table.Add(RunFolder.Epoch(1, RunFolder.Result()));
        table.Add(RunFolder.Epoch(2, RunFolder.Result()));
        Assert.Equal(2, table.BestEpoch);
    }
}
