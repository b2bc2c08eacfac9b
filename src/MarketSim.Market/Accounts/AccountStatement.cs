using MarketSim.Market.Orders;

namespace MarketSim.Market.Accounts;

/// <summary>The venue's record of an account: enough to rebuild its owner's portfolio.</summary>
/// <param name="OpenOrders">Orders in the book or on their way to it, by id.</param>
public sealed record AccountStatement(AccountId Account, Position Position, IReadOnlyList<OpenOrder> OpenOrders)
{
    /// <summary>Fills that the account has not received, because the statement came in place of its account events.</summary>
    public long UndeliveredFills { get; init; }

    /// <summary>Lots traded in those fills.</summary>
    public long UndeliveredLots { get; init; }
}

/// <summary>An order that can still trade.</summary>
/// <param name="OpenQuantity">Quantity not yet filled.</param>
public readonly record struct OpenOrder(OrderId Id, Side Side, Price Price, Quantity OpenQuantity);
