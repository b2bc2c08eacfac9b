using MarketSim.Agents.Population;
using MarketSim.Engine.Definitions;
using MarketSim.Market.Accounts;
using MarketSim.Market.Orders;
using MarketSim.Market.Venues;
using MarketSim.Scenarios;

namespace MarketSim.Results;

/// <summary>The result of a group of agents at the end of a run, as <c>run.json</c> has it.</summary>
/// <param name="Profit">Of all its agents since the start, inventory at the last price, fees taken off, in currency.</param>
/// <param name="Inventory">Of all its agents, in units.</param>
/// <param name="Trades">Fills of its agents.</param>
public sealed record GroupResult(
    string Name, string Strategy, int Agents, decimal Profit, decimal Inventory, long Trades, long Orders, long Failures)
{
    /// <summary>Fees less rebates that its agents paid, in currency; they are in <see cref="Profit"/>.</summary>
    public decimal Fees { get; init; }
}

/// <summary>Adds up the agents' results by group.</summary>
public static class GroupResults
{
    /// <summary>The result of each group, in the order of the scenario; empty while the run is not over.</summary>
    /// <param name="population">Of the scenario.</param>
    /// <param name="results">One per agent in order of accounts; empty while the run is not over.</param>
    /// <param name="mark">The price that inventories are valued at.</param>
    public static IReadOnlyList<GroupResult> Of(Scenario scenario, Population population, IReadOnlyList<AgentResult> results, Price mark)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(population);
        ArgumentNullException.ThrowIfNull(results);
        return results.Count == 0 ? [] : [.. population.Groups.Select(group => Of(scenario, group, results.Skip(group.FirstAccount).Take(group.Count), mark))];
    }

    private static GroupResult Of(Scenario scenario, AgentGroup group, IEnumerable<AgentResult> members, Price mark)
    {
        Instrument instrument = scenario.Market.Instrument;
        List<AgentResult> results = [.. members];
        long profit = results.Sum(result => Profit(result.Position, mark));
        return new GroupResult(
            group.Name,
            group.Agent.Type,
            group.Count,
            instrument.CashToCurrency(profit),
            instrument.ToUnits(new Quantity(results.Sum(result => result.Position.Inventory))),
            results.Sum(result => result.Fills),
            results.Sum(result => result.Orders),
            results.Sum(result => (long)result.Failures))
        {
            Fees = instrument.CashToCurrency(results.Sum(result => result.Position.FeesPaid)),
        };
    }

    /// <summary>Realised and unrealised profit, in tick·lots.</summary>
    internal static long Profit(in Position position, Price mark) => position.RealisedProfit + position.UnrealisedProfit(mark);
}
