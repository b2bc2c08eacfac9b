using MarketSim.Agents.Population;
using MarketSim.Market.Orders;
using MarketSim.Market.Venues;
using MarketSim.Simulation.Checkpoints;
using MarketSim.Simulation.Running;
using MarketSim.Simulation.Scenarios;

namespace MarketSim.Simulation.Output;

/// <summary>Writes <c>agents.csv</c>: one row per agent, as it stands at the end.</summary>
internal static class AgentsTable
{
    private static IEnumerable<string> Columns { get; } =
        ["agent", "group", "type", "cash", "inventory", "profit", "realised", "unrealised", "orders", "trades", "volume", "failures"];

    public static void Write(RunFolder folder, Scenario scenario, Population population, CheckpointPrepared last)
    {
        Instrument instrument = scenario.Market.Instrument;
        Price mark = last.Figures.LastPrice;
        string temporary = folder.PathOf(RunFolder.AgentsFile + ".tmp");
        File.Delete(temporary);
        using (CsvFile file = CsvFile.Create(temporary, Columns))
        {
            foreach (AgentResult result in last.Results)
            {
                AgentGroup group = population.GroupOf(result.Account.Value);
                file.Number(result.Account.Value);
                file.Text(group.Name);
                file.Text(group.Agent.Definition.Name);
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

            file.Flush();
        }

        File.Move(temporary, folder.PathOf(RunFolder.AgentsFile), overwrite: true);
        DurableFolder.Flush(folder.FullPath);
    }
}
