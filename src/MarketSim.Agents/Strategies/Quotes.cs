using MarketSim.Market.Orders;
using MarketSim.Market.Venues;

namespace MarketSim.Agents.Strategies;

/// <summary>Prices relative to the market, seen from the side of an order.</summary>
internal static class Quotes
{
    // Maximum distance of two prices; sums with it do not overflow.
    private const long MaxDistanceTicks = 1L << 50;

    /// <summary>Best price of the other side, at which an order trades at once; the mid-price when that side is empty.</summary>
    public static Price Opposite(Side side, MarketSnapshot market) =>
        (side == Side.Buy ? market.BestAsk : market.BestBid) ?? Mid(side, market);

    /// <summary>Best price of the order's own side, at which it joins the queue; the mid-price when that side is empty.</summary>
    public static Price Own(Side side, MarketSnapshot market) =>
        (side == Side.Buy ? market.BestBid : market.BestAsk) ?? Mid(side, market);

    /// <summary>The mid-price, rounded in the order's favour.</summary>
    public static Price Mid(Side side, MarketSnapshot market) => Rounded(side, market.MidTicks);

    /// <summary>A price in ticks, rounded in the order's favour: down to buy, up to sell; at least 1.</summary>
    public static Price Rounded(Side side, double ticks) =>
        new(Math.Max(1, (long)(side == Side.Buy ? Math.Floor(ticks) : Math.Ceiling(ticks))));

    /// <summary>A price that is less aggressive by a number of ticks, at least 1.</summary>
    public static Price Behind(Side side, Price price, long ticks) =>
        new(Math.Max(1, side == Side.Buy ? price.Ticks - Math.Min(ticks, MaxDistanceTicks) : price.Ticks + Math.Min(ticks, MaxDistanceTicks)));
}
