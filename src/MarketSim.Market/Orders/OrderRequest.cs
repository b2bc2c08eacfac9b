using MarketSim.Market.Time;

namespace MarketSim.Market.Orders;

/// <summary>The kind of a request to the venue.</summary>
public enum RequestKind : byte
{
    /// <summary>A new order.</summary>
    Submit = 1,
    /// <summary>Cancels an open order.</summary>
    Cancel = 2,
    /// <summary>Changes price or quantity of an open order.</summary>
    Amend = 3,
}

/// <summary>An agent's request to the venue, under way.</summary>
/// <param name="Arrival">Time at which it reaches the venue.</param>
/// <param name="Sequence">The account's own count of requests; keeps its requests in order.</param>
/// <param name="Order">A submission: the order. A cancel: only its id and account. An amendment: also the new price and open quantity.</param>
public readonly record struct OrderRequest(RequestKind Kind, SimulatedTime Arrival, int Sequence, NewOrder Order)
{
    /// <summary>The sender.</summary>
    public AccountId Account => Order.Account;
}
