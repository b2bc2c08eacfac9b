using System.Collections.Immutable;
using MarketSim.Market.Accounts;
using MarketSim.Market.Book;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;

namespace MarketSim.Market.Venues;

/// <summary>The public state of the market when a tick opens; the same object goes to everyone.</summary>
public sealed class MarketSnapshot
{
    /// <summary>Number of the tick that opens.</summary>
    public required long Tick { get; init; }

    /// <summary>The time at which the tick opens.</summary>
    public required SimulatedTime Time { get; init; }

    /// <summary>Best first.</summary>
    public required ImmutableArray<BookLevel> Bids { get; init; }

    /// <summary>Best first.</summary>
    public required ImmutableArray<BookLevel> Asks { get; init; }

    /// <summary>Price of the last trade; before the first one, the initial price.</summary>
    public required Price LastPrice { get; init; }

    /// <summary>Lots traded since the session began.</summary>
    public required long CumulativeVolumeLots { get; init; }

    /// <summary>The instrument's fundamental value in ticks. Only strategies that model informed traders look at it, through noise of their own.</summary>
    public required double FundamentalValueTicks { get; init; }

    /// <summary>Totals of the agents whose rewards compete.</summary>
    public CompetingAgentTotals CompetingAgents { get; init; }

    /// <summary>Highest bid; null without bids.</summary>
    public Price? BestBid => Bids.Length > 0 ? Bids[0].Price : null;

    /// <summary>Lowest ask; null without asks.</summary>
    public Price? BestAsk => Asks.Length > 0 ? Asks[0].Price : null;

    /// <summary>Mid-price in ticks; with one side missing the other side's best price, with both missing the last price.</summary>
    public double MidTicks => (Bids.Length, Asks.Length) switch
    {
        ( > 0, > 0) => (Bids[0].Price.Ticks + Asks[0].Price.Ticks) / 2.0,
        ( > 0, _) => Bids[0].Price.Ticks,
        (_, > 0) => Asks[0].Price.Ticks,
        _ => LastPrice.Ticks,
    };
}
