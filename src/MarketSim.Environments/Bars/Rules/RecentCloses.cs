using MarketSim.Market.Data;

namespace MarketSim.Environments.Bars.Rules;

/// <summary>Figures of the newest closes.</summary>
internal static class RecentCloses
{
    /// <param name="bars">As many as there are, when there are fewer.</param>
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
