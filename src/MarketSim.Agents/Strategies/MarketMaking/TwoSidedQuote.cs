using MarketSim.Agents.Decisions;
using MarketSim.Market.Accounts;
using MarketSim.Market.Orders;

namespace MarketSim.Agents.Strategies.MarketMaking;

/// <summary>One bid and one ask, maintained by amending the open orders.</summary>
/// <param name="BidQuantity">0 for no bid.</param>
/// <param name="AskQuantity">0 for no ask.</param>
internal readonly record struct TwoSidedQuote(Price Bid, Quantity BidQuantity, Price Ask, Quantity AskQuantity)
{
    /// <summary>Sends the requests that change the agent's open orders into this quote.</summary>
    public void Send(Decision decision)
    {
        // When quotes move up, the ask moves first, and when they move down, the bid, or the agent would trade with itself.
        bool movesDown = Find(decision, Side.Sell) is { } ask && Ask < ask.Price;
        if (movesDown)
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
        OpenOrder? open = Find(decision, side);
        if (open is null)
        {
            if (quantity > Quantity.Zero)
            {
                decision.SubmitPostOnly(side, price, quantity);
            }
        }
        else if (quantity == Quantity.Zero)
        {
            decision.Cancel(open.Value.Id);
        }
        else if (open.Value.Price != price || open.Value.OpenQuantity.Lots * 2 < quantity.Lots || open.Value.OpenQuantity > quantity)
        {
            // A quote that is partly filled keeps its place in the queue until less than half is left.
            decision.Amend(open.Value.Id, price, quantity);
        }
    }

    private static OpenOrder? Find(Decision decision, Side side)
    {
        IReadOnlyList<OpenOrder> orders = decision.Portfolio.OpenOrders;
        for (int i = 0; i < orders.Count; i++)
        {
            if (orders[i].Side == side)
            {
                return orders[i];
            }
        }

        return null;
    }
}
