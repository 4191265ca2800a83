namespace SpikeSharp.Models.Spike2Former;

/// <summary>Minimum-cost one-to-one assignment of rows to columns (the Hungarian method with potentials, Kuhn 1955).</summary>
internal static class MinimumCost
{
    /// <summary>The row of every column; where there are fewer rows than columns, −1 for the columns that are left over.</summary>
    /// <param name="cost">[rows, columns], finite.</param>
    public static int[] Assign(float[,] cost)
    {
        int rows = cost.GetLength(0),
            columns = cost.GetLength(1);
        // The shorter side looks for partners in the longer one.
        var turned = columns > rows;
        int n = Math.Min(rows, columns),
            m = Math.Max(rows, columns);
        double Cost(int i, int j) => turned ? cost[i, j] : cost[j, i];
        var (u, v) = (new double[n + 1], new double[m + 1]);
        var (partner, way) = (new int[m + 1], new int[m + 1]); // of each of m, from 1; 0 is nobody
        var (least, seen) = (new double[m + 1], new bool[m + 1]);
        for (var i = 1; i <= n; i++)
        {
            partner[0] = i;
            var at = 0;
            Array.Fill(least, double.PositiveInfinity);
            Array.Clear(seen);
            do
            {
                seen[at] = true;
                var (from, delta, next) = (partner[at], double.PositiveInfinity, 0);
                for (var j = 1; j <= m; j++)
                {
                    if (seen[j])
                        continue;
                    var reduced = Cost(from - 1, j - 1) - u[from] - v[j];
                    if (reduced < least[j])
                        (least[j], way[j]) = (reduced, at);
                    if (least[j] < delta)
                        (delta, next) = (least[j], j);
                }
                for (var j = 0; j <= m; j++)
                {
                    if (seen[j])
                    {
                        u[partner[j]] += delta;
                        v[j] -= delta;
                    }
                    else
                    {
                        least[j] -= delta;
                    }
                }
                at = next;
            } while (partner[at] != 0);
            for (; at != 0; at = way[at])
                partner[at] = partner[way[at]];
        }
        var result = new int[columns];
        Array.Fill(result, -1);
        for (var j = 1; j <= m; j++)
        {
            if (partner[j] == 0)
                continue;
            if (turned)
                result[j - 1] = partner[j] - 1;
            else
                result[partner[j] - 1] = j - 1;
        }
        return result;
    }
}
