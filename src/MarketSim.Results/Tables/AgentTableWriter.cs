using MarketSim.Agents.Population;
using MarketSim.Engine.Definitions;
using MarketSim.Market.Orders;
using MarketSim.Market.Venues;
using MarketSim.Scenarios;

namespace MarketSim.Results.Tables;

/// <summary>Writes <c>agents.csv</c>: one row per agent, as it stands at the end.</summary>
internal static class AgentTableWriter
{
    private static IEnumerable<string> Columns { get; } =
        ["agent", "group", "type", "cash", "inventory", "profit", "realised", "unrealised", "orders", "trades", "volume", "failures"];

    /// <param name="results">One per agent in order of accounts.</param>
    /// <param name="mark">The price that inventories are valued at.</param>
    public static CsvTableWriter Write(IOutputFiles files, Scenario scenario, Population population, IReadOnlyList<AgentResult> results, Price mark)
    {
        Instrument instrument = scenario.Market.Instrument;
        var file = new CsvTableWriter(files.Open(RunFolder.AgentsFile, length: 0), Columns);
        foreach (AgentResult result in results)
        {
            AgentGroup group = population.GroupOf(result.Account);
            file.Number(result.Account.Value);
            file.Text(group.Name);
            file.Text(group.Agent.Type);
            file.Number(instrument.CashToCurrency(result.Position.Cash));
            file.Number(instrument.ToUnits(new Quantity(result.Position.Inventory)));
            file.Number(instrument.CashToCurrency(GroupResults.Profit(result.Position, mark)));
            file.Number(instrument.CashToCurrency(result.Position.RealisedProfit));
            file.Number(instrument.CashToCurrency(result.Position.UnrealisedProfit(mark)));
            file.Number(result.Orders);
            file.Number(result.Fills);
            file.Number(instrument.ToUnits(new Quantity(result.TradedLots)));
            file.Number(result.Failures);
            file.EndRow();
        }

        return file;
    }
}
