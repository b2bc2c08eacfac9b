using System.Collections.Immutable;
using MarketSim.Agents.Portfolios;
using MarketSim.Market.Accounts;
using MarketSim.Market.Book;
using MarketSim.Market.Orders;
using MarketSim.Market.Venues;

namespace MarketSim.Agents.Strategies.MarketMaking;

/// <summary>
/// The best quotes of all other agents. A market maker that centred its quotes on a mid-price which they determine would follow itself.
/// </summary>
internal static class OthersQuotes
{
    public static Price? BestBid(MarketSnapshot market, Portfolio portfolio) => Best(market.Bids, Side.Buy, portfolio);

    public static Price? BestAsk(MarketSnapshot market, Portfolio portfolio) => Best(market.Asks, Side.Sell, portfolio);

    private static Price? Best(ImmutableArray<BookLevel> levels, Side side, Portfolio portfolio)
    {
        foreach (BookLevel level in levels)
        {
            if (level.Quantity.Lots > OwnLots(side, level.Price, portfolio))
            {
                return level.Price;
            }
        }

        return null;
    }

    private static long OwnLots(Side side, Price price, Portfolio portfolio)
    {
        long lots = 0;
        IReadOnlyList<OpenOrder> open = portfolio.OpenOrders;
        for (int i = 0; i < open.Count; i++)
        {
            OpenOrder order = open[i];
            lots += order.Side == side && order.Price == price ? order.OpenQuantity.Lots : 0;
        }

        return lots;
    }
}
