using MarketSim.Results.Tables;

namespace MarketSim.Reporting.Charts;

/// <summary>Messages per simulated second between samples.</summary>
/// <param name="Time">Beginning of each interval.</param>
internal sealed record RateChart(double[] Time, double[] Orders, double[] Cancels, double[] Amendments, double[] Trades, double[] Refusals)
{
    public static RateChart Of(CounterSamples samples, int maximumPoints)
    {
        int[] rows = Rows(samples.TimeSeconds, maximumPoints);
        return new RateChart(
            [.. rows.SkipLast(1).Select(row => samples.TimeSeconds[row])],
            Rates(samples.Orders, samples.TimeSeconds, rows),
            Rates(samples.Cancels, samples.TimeSeconds, rows),
            Rates(samples.Amendments, samples.TimeSeconds, rows),
            Rates(samples.Trades, samples.TimeSeconds, rows),
            Rates(samples.Refusals, samples.TimeSeconds, rows));
    }

    /// <summary>Rows at equal distances whose times rise.</summary>
    private static int[] Rows(List<double> timeSeconds, int maximumPoints)
    {
        var rows = new List<int>();
        foreach (int row in Series.Thinning.Evenly(timeSeconds.Count, maximumPoints + 1))
        {
            if (rows.Count == 0 || timeSeconds[row] > timeSeconds[rows[^1]])
            {
                rows.Add(row);
            }
        }

        return [.. rows];
    }

    private static double[] Rates(List<double> counter, List<double> timeSeconds, int[] rows) =>
    [
        .. rows.Skip(1).Zip(rows, (row, previous) => (counter[row] - counter[previous]) / (timeSeconds[row] - timeSeconds[previous])),
    ];
}
