// From nothing to a first detection, with Graph and Engine alone: SpikeSharp.FirstDetection GRAPH SIDE
// Prints the milliseconds since the process was started, and then the native libraries that are mapped.
using System.Diagnostics;
using System.Globalization;
using SpikeSharp.Engine;

var side = int.Parse(args[1], CultureInfo.InvariantCulture);
using var net = SpikeEngine.Load(args[0]);
var found = net.Detect(Cells(side), side, side);
var elapsed = DateTime.Now - Process.GetCurrentProcess().StartTime;
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{elapsed.TotalMilliseconds:F0} ms, {found.Objects.Count} objects"));
foreach (
    var library in File.ReadLines("/proc/self/maps").Select(line => Path.GetFileName(line)).Where(name => name.Contains(".so")).Distinct()
)
    Console.WriteLine(library);

// Red discs on pink: cells, more or less.
static byte[] Cells(int side)
{
    var rgb = new byte[3 * side * side];
    for (var i = 0; i < side * side; i++)
    {
        var (x, y) = (i % side % 80 - 40, i / side % 80 - 40);
        ReadOnlySpan<byte> colour = x * x + y * y < 500 ? [200, 140, 153] : [217, 217, 217];
        colour.CopyTo(rgb.AsSpan(3 * i));
    }
    return rgb;
}
