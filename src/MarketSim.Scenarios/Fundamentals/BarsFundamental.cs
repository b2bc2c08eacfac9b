using MarketSim.Agents.Parameters;
using MarketSim.Market.Data;
using MarketSim.Market.Fundamentals;

namespace MarketSim.Scenarios.Fundamentals;

internal static class BarsFundamental
{
    /// <summary>0 for the times of the file.</summary>
    public const string BarLength = "barLength";

    private const long NanosecondsPerTimeSpanTick = 100;

    public static FundamentalDefinition Definition { get; } = new(
        "bars",
        "Follows the closes of a file of bars, in any layout that scenarios of bars take: the first close at the open of the session, which is also the initial price if none is given, and the others as long after it as their times say; between two closes it moves evenly in the logarithm; after the last one it stays.",
        TakesFile: true,
        [
            new(BarLength, ParameterUnit.Duration, 0, 0, 1e18, "Simulated time from one bar's close to the next, in place of the file's own times, which 0 keeps."),
        ],
        Create)
    {
        StartingPrice = (_, file) => (decimal)BarFileReadings.Read(file).Bars[0].Close,
    };

    /// <summary>The offset of each value from the first close, in nanoseconds.</summary>
    public static long Offset(BarSeries bars, int bar, long barNanoseconds) =>
        barNanoseconds > 0 ? (long)Int128.Min((Int128)bar * barNanoseconds, long.MaxValue) : (bars[bar].Time - bars[0].Time).Ticks * NanosecondsPerTimeSpanTick;

    private static BarPathValue Create(ParameterSet parameters, ScenarioFile? file, FundamentalMarket market)
    {
        BarSeries bars = BarFileReadings.Read(file!).Bars;
        double[] closes = [.. bars.Select(bar => market.Instrument.ToTicks(bar.Close))];
        long barNanoseconds = parameters.Nanoseconds(BarLength);
        return barNanoseconds > 0
            ? new BarPathValue(closes, market.Session.Open, barNanoseconds)
            : new BarPathValue(closes, [.. Enumerable.Range(0, bars.Count).Select(bar => Offset(bars, bar, 0))], market.Session.Open);
    }
}
