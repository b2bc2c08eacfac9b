using MarketSim.Agents.Strategies;
using MarketSim.Market.Book;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Market.Venues;

namespace MarketSim.Agents.Tests.Harness;

/// <summary>A stock at 100.00 with ticks of a cent and lots of one share, traded from 09:30 to 16:00 in ticks of a second.</summary>
internal static class TestMarket
{
    public const long Second = SimulatedTime.NanosecondsPerSecond;
    public const long InitialTicks = 10_000;

    public static Instrument Instrument { get; } = new("TEST", 0.01m, 1);

    public static TradingSession Session { get; } = SessionOf(Second);

    public static StrategyMarket Strategies { get; } = new(Instrument, Session, new Price(InitialTicks));

    public static TradingSession SessionOf(long tickNanoseconds) =>
        new(new SimulatedTime(34_200 * Second), new SimulatedTime(57_600 * Second), tickNanoseconds);

    /// <summary>A snapshot with one level on each side; null for an empty side.</summary>
    public static MarketSnapshot Snapshot(
        long tick, long? bid = InitialTicks - 1, long? ask = InitialTicks + 1, double fundamental = InitialTicks, long volume = 0, long last = InitialTicks, long levelLots = 1_000_000) => new()
    {
        Tick = tick,
        Time = Session.OpenOf(tick),
        Bids = bid is { } bidTicks ? [new BookLevel(new Price(bidTicks), new Quantity(levelLots), 1)] : [],
        Asks = ask is { } askTicks ? [new BookLevel(new Price(askTicks), new Quantity(levelLots), 1)] : [],
        LastPrice = new Price(last),
        CumulativeVolumeLots = volume,
        FundamentalValueTicks = fundamental,
    };
}
