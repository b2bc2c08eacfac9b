using MarketSim.Engine;
using MarketSim.Market.Orders;
using MarketSim.Market.Venues;

namespace MarketSim.Results;

/// <summary>The counters and closing figures of the market.</summary>
/// <param name="Counters">Of the venue, over the whole run.</param>
/// <param name="Agents">Of all partitions, over the whole run.</param>
/// <param name="Fingerprint">After the last tick, in lower-case hexadecimal.</param>
/// <param name="FingerprintEvery1000">After each thousandth tick, or at the wider spacing of a long run.</param>
/// <param name="LastPrice">Of the last trade, or the opening price.</param>
/// <param name="VenueCash">Fees less rebates, and what the venue gained as the other side of agents that prices do not react to; in tick·lots.</param>
/// <param name="VenueInventory">As that other side, in lots.</param>
public sealed record MarketTotals(
    VenueCounters Counters,
    AgentCounters Agents,
    string Fingerprint,
    IReadOnlyList<string> FingerprintEvery1000,
    Price LastPrice,
    long VenueCash,
    long VenueInventory);
