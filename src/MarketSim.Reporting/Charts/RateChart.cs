using MarketSim.Reporting.RunFolders;

namespace MarketSim.Reporting.Charts;

/// <summary>Messages per simulated second between samples, nights left out.</summary>
/// <param name="Time">Where each stretch begins.</param>
internal sealed record RateChart(double[] Time, double[] Orders, double[] Cancels, double[] Amendments, double[] Trades, double[] Refusals)
{
    public static RateChart Of(CounterSamples samples, double[] positions, int maximumPoints)
    {
        int[] rows = Rows(positions, maximumPoints);
        return new RateChart(
            [.. rows.SkipLast(1).Select(row => positions[row])],
            Rates(samples.Orders, positions, rows),
            Rates(samples.Cancels, positions, rows),
            Rates(samples.Amendments, positions, rows),
            Rates(samples.Trades, positions, rows),
            Rates(samples.Refusals, positions, rows));
    }

    /// <summary>Rows at equal distances whose positions rise.</summary>
    private static int[] Rows(double[] positions, int maximumPoints)
    {
        var rows = new List<int>();
        foreach (int row in Series.Thinning.Evenly(positions.Length, maximumPoints + 1))
        {
            if (rows.Count == 0 || positions[row] > positions[rows[^1]])
            {
                rows.Add(row);
            }
        }

        return [.. rows];
    }

    private static double[] Rates(List<double> counter, double[] positions, int[] rows) =>
    [
        .. rows.Skip(1).Zip(rows, (row, previous) => (counter[row] - counter[previous]) / (positions[row] - positions[previous])),
    ];
}
