using MarketSim.Engine;
using MarketSim.Market.Orders;
using MarketSim.Market.Venues;

namespace MarketSim.Results;

/// <summary>The counters and closing figures of the market.</summary>
/// <param name="VenueCash">Fees less rebates, and what the venue gained as the other side of agents that prices do not react to; in tick·lots.</param>
/// <param name="VenueInventory">As that other side, in lots.</param>
internal sealed record MarketTotals(
    VenueCounters Counters,
    AgentCounters Agents,
    string Fingerprint,
    IReadOnlyList<string> FingerprintEvery1000,
    Price LastPrice,
    long VenueCash,
    long VenueInventory);
