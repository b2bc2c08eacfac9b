namespace MarketSim.Reporting.Series;

/// <summary>Intervals that people count in: round parts of a second, a minute, an hour, a day, and whole days.</summary>
internal static class NiceInterval
{
    private static readonly double[] Seconds =
    [
        0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 20, 30,
        60, 120, 300, 600, 900, 1_200, 1_800, 3_600, 7_200, 10_800, 14_400, 21_600, 43_200,
    ];

    private static readonly double[] Days = [1, 2, 5, 7, 14, 28, 91, 182, 364, 1_820, 3_640];

    /// <summary>The shortest such interval that cuts a span into at most so many parts.</summary>
    /// <param name="maximumCount">At least 1.</param>
    /// <param name="tickSeconds">Data have the resolution of a tick, so no interval is shorter.</param>
    public static double For(double spanSeconds, int maximumCount, double tickSeconds)
    {
        double shortest = Math.Max(spanSeconds / maximumCount, tickSeconds);
        foreach (double interval in Seconds.Concat(Days.Select(days => days * SimulatedClock.SecondsPerDay)))
        {
            if (interval >= shortest)
            {
                return interval;
            }
        }

        return shortest;
    }
}
