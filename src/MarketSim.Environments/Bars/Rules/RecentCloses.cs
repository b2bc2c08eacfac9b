using MarketSim.Market.Data;

namespace MarketSim.Environments.Bars.Rules;

/// <summary>Statistics of the newest closes.</summary>
internal static class RecentCloses
{
    /// <summary>Mean of the newest closes.</summary>
    /// <param name="bars">Number of closes; all known ones when there are fewer.</param>
    public static double Mean(ReadOnlySpan<Bar> past, int bars)
    {
        ReadOnlySpan<Bar> recent = past[Math.Max(0, past.Length - bars)..];
        double sum = 0;
        foreach (ref readonly Bar bar in recent)
        {
            sum += bar.Close;
        }

        return sum / recent.Length;
    }

    /// <summary>Standard deviation of the newest closes from a mean.</summary>
    public static double Deviation(ReadOnlySpan<Bar> past, int bars, double mean)
    {
        ReadOnlySpan<Bar> recent = past[Math.Max(0, past.Length - bars)..];
        double squares = 0;
        foreach (ref readonly Bar bar in recent)
        {
            squares += (bar.Close - mean) * (bar.Close - mean);
        }

        return Math.Sqrt(squares / recent.Length);
    }
}
