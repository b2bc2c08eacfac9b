using MarketSim.Results.Tables;

namespace MarketSim.Reporting.Charts;

/// <summary>Best ask less best bid, in ticks, over stretches of equally many samples; samples with an empty side are left out.</summary>
internal sealed record SpreadChart(double[] Time, double[] Mean, double[] Lowest, double[] Highest)
{
    public static SpreadChart Of(BookSamples samples, double tickSize, int maximumPoints)
    {
        var (time, mean, lowest, highest) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        int length = Math.Max(1, (samples.Count + maximumPoints - 1) / maximumPoints);
        for (int first = 0; first < samples.Count; first += length)
        {
            double[] spreads = [.. Spreads(samples, tickSize, first, Math.Min(first + length, samples.Count))];
            if (spreads.Length > 0)
            {
                time.Add(samples.TimeSeconds[first]);
                mean.Add(spreads.Average());
                lowest.Add(spreads.Min());
                highest.Add(spreads.Max());
            }
        }

        return new SpreadChart([.. time], [.. mean], [.. lowest], [.. highest]);
    }

    private static IEnumerable<double> Spreads(BookSamples samples, double tickSize, int first, int end)
    {
        for (int row = first; row < end; row++)
        {
            double spread = (samples.Ask[row] - samples.Bid[row]) / tickSize;
            if (!double.IsNaN(spread))
            {
                yield return spread;
            }
        }
    }
}
