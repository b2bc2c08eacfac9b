using MarketSim.Agents;
using MarketSim.Market.Venues;

namespace MarketSim.Environments.OrderBooks;

/// <summary>Unscaled figures beside a learner's observation, for people and logs: a policy that reads them knows more than traders do.</summary>
internal static class OrderBookFigures
{
    /// <summary>Names of the figures: prices in ticks, quantities in lots, money in tick·lots, time in seconds of the day; NaN for a missing price.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["tick", "time", "bid", "ask", "mid", "last", "volume", "fundamental", "position", "cash", "equity", "fees", "fills", "decision"];

    /// <summary>Writes the figures of a learner.</summary>
    /// <param name="decision">Decisions since the start of the episode.</param>
    /// <param name="figures">Shape [number of <see cref="Names"/>].</param>
    public static void Write(MarketSnapshot market, TradingAgent learner, double equity, int decision, Span<double> figures)
    {
        figures[0] = market.Tick;
        figures[1] = market.Time.Seconds;
        figures[2] = market.BestBid?.Ticks ?? double.NaN;
        figures[3] = market.BestAsk?.Ticks ?? double.NaN;
        figures[4] = market.MidTicks;
        figures[5] = market.LastPrice.Ticks;
        figures[6] = market.CumulativeVolumeLots;
        figures[7] = market.FundamentalValueTicks;
        figures[8] = learner.Portfolio.Inventory;
        figures[9] = learner.Portfolio.Cash;
        figures[10] = equity;
        figures[11] = learner.Portfolio.Position.FeesPaid;
        figures[12] = learner.Portfolio.Fills;
        figures[13] = decision;
    }
}
