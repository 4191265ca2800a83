namespace SpikeSharp.Reports;

/// <summary>Where runs go: <c>runs/detect/train</c>, <c>train2</c>, <c>train3</c>, …</summary>
public static class RunFolders
{
    /// <summary>The folder of the next run; it is not created.</summary>
    /// <param name="project">The folder of runs.</param>
    /// <param name="name">The wanted name; while it is taken, a number from 2 is put behind it.</param>
    /// <param name="existOk">Take the name even if it is taken.</param>
    public static string Next(string project, string name, bool existOk = false)
    {
        var path = Path.Combine(project, name);
        for (var number = 2; !existOk && Path.Exists(path); number++)
            path = Path.Combine(project, $"{name}{number}");
        return path;
    }
}
