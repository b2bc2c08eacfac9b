using MarketSim.Market.Accounts;
using MarketSim.Market.Book;
using MarketSim.Market.Orders;

namespace MarketSim.Market.Venues;

/// <summary>The rules of a venue.</summary>
/// <param name="InitialPrice">Stands as the last price until the first trade, and values the opening inventories.</param>
/// <param name="SnapshotLevels">Price levels per side in the public snapshot, at least 1.</param>
public sealed record VenueSettings(
    Instrument Instrument,
    TradingSession Session,
    BookRules Rules,
    FeeSchedule Fees,
    Price InitialPrice,
    int SnapshotLevels,
    ulong Seed)
{
    /// <summary>By account: true when prices do not react to its orders, which then trade with the venue (<see cref="ShadowOrders"/>); null for none.</summary>
    public IReadOnlyList<bool>? Shadows { get; init; }

    /// <summary>By account: the limit of its debt; null where no account is limited.</summary>
    public IReadOnlyList<FundsRule>? Funds { get; init; }
}
