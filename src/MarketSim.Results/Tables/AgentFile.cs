namespace MarketSim.Results.Tables;

/// <summary>Reads <c>agents.csv</c>, which has a row for the final state of each agent, as sums by group.</summary>
public static class AgentFile
{
    /// <summary>The groups in the order in which the file first names them.</summary>
    public static IReadOnlyList<GroupOutcome> Read(string runFolder)
    {
        using var table = new CsvTableReader(runFolder, RunFolder.AgentsFile);
        int group = table.Column("group");
        int type = table.Column("type");
        int profit = table.Column("profit");
        int inventory = table.Column("inventory");
        int orders = table.Column("orders");
        int trades = table.Column("trades");
        int volume = table.Column("volume");
        int failures = table.Column("failures");
        var results = new List<GroupOutcome>();
        while (table.Read())
        {
            int index = IndexOf(results, table.Text(group), table.Text(type));
            GroupOutcome result = results[index];
            double agentProfit = table.Number(profit);
            results[index] = result with
            {
                Agents = result.Agents + 1,
                TotalProfit = result.TotalProfit + agentProfit,
                LowestProfit = Math.Min(result.LowestProfit, agentProfit),
                HighestProfit = Math.Max(result.HighestProfit, agentProfit),
                Inventory = result.Inventory + table.Number(inventory),
                Orders = result.Orders + table.NumberAtLeastZero(orders),
                Trades = result.Trades + table.NumberAtLeastZero(trades),
                Volume = result.Volume + table.NumberAtLeastZero(volume),
                Failures = result.Failures + table.NumberAtLeastZero(failures),
            };
        }

        return results;
    }

    private static int IndexOf(List<GroupOutcome> results, string name, string type)
    {
        int index = results.FindIndex(candidate => candidate.Name == name);
        if (index < 0)
        {
            index = results.Count;
            results.Add(GroupOutcome.Empty(name, type));
        }

        return index;
    }
}
