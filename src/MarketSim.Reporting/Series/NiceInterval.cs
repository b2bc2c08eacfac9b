namespace MarketSim.Reporting.Series;

/// <summary>Intervals that people count in: round parts of a second, a minute, an hour, a session, and whole sessions.</summary>
internal static class NiceInterval
{
    private static readonly double[] Clock =
    [
        0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 20, 30,
        60, 120, 300, 600, 900, 1_200, 1_800, 3_600, 7_200, 10_800, 14_400, 21_600, 43_200, 86_400,
    ];

    private static readonly double[] Sessions = [1, 2, 5, 10, 20, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000];

    /// <summary>The shortest such interval that cuts a span into at most so many parts.</summary>
    /// <param name="spanSeconds">Length on the axis.</param>
    /// <param name="maximumCount">At least 1.</param>
    /// <param name="tickSeconds">Nothing is told apart within a tick, so no interval is shorter.</param>
    public static double For(SessionAxis axis, double spanSeconds, int maximumCount, double tickSeconds)
    {
        double shortest = Math.Max(spanSeconds / maximumCount, tickSeconds);
        foreach (double interval in axis.HasSeveralDays ? InSessions(axis.SessionSeconds) : Clock)
        {
            if (interval >= shortest)
            {
                return interval;
            }
        }

        return shortest;
    }

    /// <summary>Only what divides a session evenly, so that no interval spans a night.</summary>
    private static IEnumerable<double> InSessions(double sessionSeconds) =>
        Clock.Where(interval => interval < sessionSeconds && Math.IEEERemainder(sessionSeconds, interval) == 0)
            .Concat(Sessions.Select(count => count * sessionSeconds));
}
