namespace MarketSim.Reporting.RunFolders;

/// <summary>Days of simulated time, counted from 0; each begins at midnight.</summary>
internal static class TradingDay
{
    public const double SecondsPerDay = 86_400;

    public static int Of(double timeSeconds) => (int)Math.Floor(timeSeconds / SecondsPerDay);

    public static double SecondsSinceMidnight(double timeSeconds) => timeSeconds - (Of(timeSeconds) * SecondsPerDay);
}
