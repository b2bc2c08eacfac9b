using MarketSim.Engine;
using MarketSim.Engine.Definitions;
using MarketSim.Scenarios;

namespace MarketSim.Results.Recording;

/// <summary>The state of a run, for an <see cref="IRunObserver"/> to read during a call to it, or when the run is over; at other times it changes.</summary>
public sealed class RunView
{
    private readonly GroupTotals _totals;

    internal RunView(Scenario scenario, MarketDefinition market, MarketEngine engine, GroupTotals totals)
    {
        Scenario = scenario;
        Market = market;
        Engine = engine;
        _totals = totals;
    }

    /// <summary>The scenario of the run.</summary>
    public Scenario Scenario { get; }

    /// <summary>The market of the scenario.</summary>
    public MarketDefinition Market { get; }

    /// <summary>The engine of the run, for reading only.</summary>
    public MarketEngine Engine { get; }

    /// <summary>The position of a group of agents, and its profit at the last price since the episode began.</summary>
    /// <param name="group">Index in the scenario.</param>
    /// <returns>Cash and profit in tick·lots, inventory in lots.</returns>
    public (long Cash, long Inventory, long Profit) GroupAt(int group)
    {
        (long cash, long inventory) = _totals[group];
        return (cash, inventory, _totals.Profit(group, Engine.Venue.LastPrice));
    }
}
