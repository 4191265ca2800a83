using System.Globalization;
using System.Text;
using SpikeSharp.Graph.Safetensors;

namespace SpikeSharp.Training;

/// <summary><c>results.csv</c>: a row an epoch, under Ultralytics' headings and some of ours.</summary>
internal sealed class ResultsTable
{
    private readonly string _path;
    private readonly TaskColumns _task;
    private readonly string[] _columns;
    private readonly List<(string Text, double[] Values)> _rows = [];

    private ResultsTable(string path, TaskColumns task)
    {
        (_path, _task) = (path, task);
        _columns =
        [
            "epoch",
            "time",
            .. task.Losses.Select(c => $"train/{c.Name}"),
            .. task.Scores.Select(c => c.Name),
            .. task.Losses.Select(c => $"val/{c.Name}"),
            "lr/pg0",
            "lr/pg1",
            "lr/pg2",
            "metrics/rate",
            "energy/mJ",
            "train_seconds",
            "train_cpu_seconds",
        ];
    }

    /// <summary>An empty table; nothing is written before the first row.</summary>
    public static ResultsTable New(string path, TaskColumns task) => new(path, task);

    /// <summary>The table of a run that goes on. A file that is no such table is kept under another name, and a new one begun.</summary>
    public static ResultsTable Continue(string path, TaskColumns task, Action<string> note)
    {
        var table = new ResultsTable(path, task);
        if (!File.Exists(path))
            return table;
        var lines = File.ReadAllLines(path);
        if (lines.FirstOrDefault() == table.Header && lines.Skip(1).All(table.TryRead))
            return table;
        var kept = Path.ChangeExtension(path, ".old.csv");
        File.Move(path, kept, overwrite: true);
        note($"{path} is not a table that this version wrote: kept as {kept}, a new one begins");
        return New(path, task);
    }

    /// <summary>Rows.</summary>
    public int Count => _rows.Count;

    /// <summary>The epoch of the highest fitness, from 1; null without rows.</summary>
    public int? BestEpoch =>
        _rows.Count == 0
            ? null
            : (int)_rows.MaxBy(row => _task.Fitness(row.Values[FirstScore..(FirstScore + _task.Scores.Count)])).Values[0];

    private string Header => string.Join(',', _columns);

    private int FirstScore => 2 + _task.Losses.Count;

    /// <summary>The numbers of a column, by row.</summary>
    public double[] this[string column]
    {
        get
        {
            var index = Array.IndexOf(_columns, column);
            return [.. _rows.Select(row => row.Values[index])];
        }
    }

    /// <summary>Drops the rows of later epochs, which will be trained again.</summary>
    public void KeepEpochs(int count) => _rows.RemoveAll(row => row.Values[0] > count);

    /// <summary>Adds a row and writes the file.</summary>
    public void Add(EpochResult r)
    {
        double[] values =
        [
            r.Epoch + 1,
            r.Seconds,
            .. r.Losses,
            .. r.Validation?.Scores ?? _task.Scores.Select(_ => 0.0),
            .. r.Validation?.Losses ?? _task.Losses.Select(_ => 0.0),
            r.BiasRate,
            r.WeightRate,
            r.WeightRate,
            r.Validation?.MeanRate ?? 0,
            r.Millijoules ?? 0,
            r.TrainSeconds,
            r.CpuSeconds,
        ];
        // Read back, so that the numbers are those of the file, in this run and in a resumed one.
        TryRead(string.Join(',', values.Select(x => x.ToString("G6", CultureInfo.InvariantCulture))));
        AtomicFile.Write(_path, stream =>
            stream.Write(Encoding.UTF8.GetBytes($"{Header}\n{string.Join('\n', _rows.Select(row => row.Text))}\n"))
        );
    }

    private bool TryRead(string line)
    {
        var cells = line.Split(',');
        var values = new double[_columns.Length];
        if (cells.Length != values.Length)
            return false;
        for (var i = 0; i < values.Length; i++)
        {
            if (!double.TryParse(cells[i], NumberStyles.Float, CultureInfo.InvariantCulture, out values[i]))
                return false;
        }
        _rows.Add((line, values));
        return true;
    }
}
