using System.Collections.Immutable;
using MarketSim.Agents.PolicyTrading.Books;
using MarketSim.Agents.Portfolios;
using MarketSim.Learning.Spaces;
using MarketSim.Market.Book;
using MarketSim.Market.Orders;
using MarketSim.Market.Venues;

namespace MarketSim.Agents.PolicyTrading;

/// <summary>Computes the observation of a learning agent's policy at a decision; OBSERVATIONS.md lists its elements.</summary>
public static class MarketObserver
{
    /// <summary>Bound of the absolute value of each element.</summary>
    public const float Bound = 5;

    private static readonly int[] Depths = [1, 3, 5];
    private static readonly int[] Horizons = [1, 2, 5, 10, 30];

    // The usual return grows with the root of the horizon.
    private static readonly double[] HorizonRoots = [.. Horizons.Select(horizon => Math.Sqrt(horizon))];

    /// <summary>The names of the elements without the book, in their order.</summary>
    public static ImmutableArray<string> Names { get; } =
    [
        "time_left", "two_sided", "spread",
        .. Depths.Select(depth => $"imbalance_{depth}"),
        .. Horizons.Select(horizon => $"return_{horizon}"),
        "distance_from_mean", "last_trade", "volume",
        "position", "open_buys", "open_sells", "unrealised_profit",
    ];

    /// <summary>The space of observations without the book.</summary>
    public static BoxSpace Space { get; } = BoxSpace.Uniform(Names.Length, -Bound, Bound);

    /// <summary>The space of observations.</summary>
    /// <param name="book">The observed part of the book, after the other elements; null for none.</param>
    public static BoxSpace SpaceOf(BookView? book) => book is null ? Space : BoxSpace.Uniform(Names.Length + book.Size, -Bound, Bound);

    /// <summary>The names of all elements, in their order.</summary>
    /// <param name="book">The observed part of the book, after the other elements; null for none.</param>
    public static IEnumerable<string> NamesOf(BookView? book) => book is null ? Names : Names.Concat(book.Names);

    /// <summary>Writes the observation.</summary>
    /// <param name="book">Null for an agent that does not observe the book.</param>
    /// <param name="observation">Shape [size of the space]; receives the observation.</param>
    internal static void Observe(
        MarketSnapshot market, TradingSession session, Portfolio portfolio, RecentMarket recent, BookHistory? book, TradingRules rules, Span<float> observation)
    {
        var row = new Row(observation);
        double mid = Math.Max(1, recent.Mid);
        double usualMove = mid * rules.ReturnScale;
        row.Add(Math.Clamp((session.Close - market.Time) / (double)session.Length, 0, 1));
        bool isTwoSided = market.Bids.Length > 0 && market.Asks.Length > 0;
        row.Add(isTwoSided ? 1 : 0);
        row.Add(isTwoSided ? (market.Asks[0].Price.Ticks - market.Bids[0].Price.Ticks) / usualMove : 0);
        foreach (int depth in Depths)
        {
            row.Add(Imbalance(market, depth));
        }

        for (int i = 0; i < Horizons.Length; i++)
        {
            row.Add((mid - recent.MidBefore(Horizons[i])) / (usualMove * HorizonRoots[i]));
        }

        row.Add((mid - recent.MeanMid) / usualMove);
        row.Add((market.LastPrice.Ticks - mid) / usualMove);
        row.Add(recent.VolumeLots == 0 ? 0 : recent.VolumeLots / (recent.VolumeLots + recent.MeanVolumeLots));
        double maximumPosition = rules.MaximumPosition;
        row.Add(portfolio.Inventory / maximumPosition);
        row.Add(portfolio.OpenLots(Side.Buy) / maximumPosition);
        row.Add(portfolio.OpenLots(Side.Sell) / maximumPosition);
        row.Add(((portfolio.Inventory * mid) - portfolio.Position.CostBasis) / (maximumPosition * usualMove));
        book?.Observe(mid, usualMove, Bound, observation[Names.Length..]);
    }

    /// <summary>Difference of bid and ask lots over their sum, in the best levels; 0 for an empty book.</summary>
    private static double Imbalance(MarketSnapshot market, int depth)
    {
        long bids = Lots(market.Bids, depth);
        long asks = Lots(market.Asks, depth);
        return bids + asks == 0 ? 0 : (bids - asks) / (double)(bids + asks);
    }

    private static long Lots(ImmutableArray<BookLevel> levels, int depth)
    {
        long lots = 0;
        for (int level = 0; level < Math.Min(depth, levels.Length); level++)
        {
            lots += levels[level].Quantity.Lots;
        }

        return lots;
    }

    // Writes the elements one after the other, within the bound.
    private ref struct Row(Span<float> values)
    {
        private readonly Span<float> _values = values;
        private int _next;

        public void Add(double value) => _values[_next++] = (float)Math.Clamp(value, -Bound, Bound);
    }
}
