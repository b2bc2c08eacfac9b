using MarketSim.Agents.Decisions;
using MarketSim.Market.Accounts;
using MarketSim.Market.Orders;

namespace MarketSim.Agents.Strategies.MarketMaking;

/// <summary>One bid and one ask, kept in the market by amending the orders that are there.</summary>
/// <param name="BidQuantity">0 for no bid.</param>
/// <param name="AskQuantity">0 for no ask.</param>
internal readonly record struct TwoSidedQuote(Price Bid, Quantity BidQuantity, Price Ask, Quantity AskQuantity)
{
    /// <summary>Sends what is needed to turn the agent's open orders into this quote.</summary>
    public void Send(Decision decision)
    {
        // Moving up, the ask must make room for the bid, and moving down the other way round, or the agent would trade with itself.
        OpenOrder? ask = Find(decision, Side.Sell);
        if (ask is { } standing && Ask < standing.Price)
        {
            SendSide(decision, Side.Buy, Bid, BidQuantity);
            SendSide(decision, Side.Sell, Ask, AskQuantity);
        }
        else
        {
            SendSide(decision, Side.Sell, Ask, AskQuantity);
            SendSide(decision, Side.Buy, Bid, BidQuantity);
        }
    }

    private static void SendSide(Decision decision, Side side, Price price, Quantity quantity)
    {
        OpenOrder? standing = Find(decision, side);
        if (standing is null)
        {
            if (quantity > Quantity.Zero)
            {
                decision.SubmitPostOnly(side, price, quantity);
            }
        }
        else if (quantity == Quantity.Zero)
        {
            decision.Cancel(standing.Value.Id);
        }
        else if (standing.Value.Price != price || standing.Value.OpenQuantity.Lots * 2 < quantity.Lots || standing.Value.OpenQuantity > quantity)
        {
            // A quote that is partly filled keeps its place in the queue until less than half is left.
            decision.Amend(standing.Value.Id, price, quantity);
        }
    }

    private static OpenOrder? Find(Decision decision, Side side)
    {
        IReadOnlyList<OpenOrder> open = decision.Portfolio.OpenOrders;
        for (int i = 0; i < open.Count; i++)
        {
            if (open[i].Side == side)
            {
                return open[i];
            }
        }

        return null;
    }
}
