using MarketSim.Market.Orders;
using MarketSim.Market.Venues;
using MarketSim.Scenarios;

namespace MarketSim.Results;

/// <summary>The state of the venue at the end of a run; of a training, of its last episode, except for its counts, which cover all.</summary>
/// <param name="Profit">Fees less rebates, and its gain as the counterparty of agents that prices do not react to, in currency.</param>
/// <param name="Inventory">Inventory as the counterparty of such agents, in units.</param>
/// <param name="SelfTrades">Trades whose two sides were of one owner.</param>
/// <param name="SelfTradeCancels">Orders that self-trade prevention cancelled or shortened.</param>
public sealed record VenueResult(decimal Profit, decimal Inventory, long SelfTrades, long SelfTradeCancels)
{
    /// <summary>Name and type of its rows in <c>groups.csv</c>; no strategy is of that type.</summary>
    public const string RowName = "venue";

    /// <summary>The gain of the agents' opening inventory with the price, in currency: the profits of all groups and the venue add up to it, to zero without opening inventory.</summary>
    public decimal OpeningInventoryGain { get; init; }

    /// <summary>The result of the venue of a scenario.</summary>
    /// <param name="figures">Of the run's last checkpoint.</param>
    public static VenueResult Of(Scenario scenario, MarketTotals figures)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(figures);
        Instrument instrument = scenario.Market.Instrument;
        long opening = scenario.Agents.Sum(static group => group.Count * group.Inventory);
        return new VenueResult(
            instrument.CashToCurrency(figures.VenueCash + (figures.VenueInventory * figures.LastPrice.Ticks)),
            instrument.ToUnits(new Quantity(figures.VenueInventory)),
            figures.Counters.SelfTrades,
            figures.Counters.SelfTradeCancels)
        {
            OpeningInventoryGain = instrument.CashToCurrency(opening * (figures.LastPrice.Ticks - scenario.Market.InitialPrice.Ticks)),
        };
    }
}
