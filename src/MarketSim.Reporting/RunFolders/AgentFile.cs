namespace MarketSim.Reporting.RunFolders;

/// <summary>Reads <c>agents.csv</c>, the final state of each agent, and adds it up by group.</summary>
internal static class AgentFile
{
    public const string FileName = "agents.csv";

    /// <summary>The groups in the order in which the file first names them.</summary>
    public static IReadOnlyList<GroupResult> Read(string runFolder)
    {
        using var table = new CsvTable(runFolder, FileName);
        int group = table.Column("group");
        int type = table.Column("type");
        int profit = table.Column("profit");
        int inventory = table.Column("inventory");
        int orders = table.Column("orders");
        int trades = table.Column("trades");
        int volume = table.Column("volume");
        int failures = table.Column("failures");
        var results = new List<GroupResult>();
        while (table.Read())
        {
            Result(results, table.Text(group), table.Text(type)).Add(
                table.Number(profit),
                table.Number(inventory),
                table.NumberAtLeastZero(orders),
                table.NumberAtLeastZero(trades),
                table.NumberAtLeastZero(volume),
                table.NumberAtLeastZero(failures));
        }

        return results;
    }

    private static GroupResult Result(List<GroupResult> results, string name, string type)
    {
        GroupResult? result = results.Find(candidate => candidate.Name == name);
        if (result is null)
        {
            results.Add(result = new GroupResult(name, type));
        }

        return result;
    }
}
