namespace MarketSim.Results.Tables;

/// <summary>Reads <c>groups.csv</c>.</summary>
public static class GroupFile
{
    /// <summary>Reads all samples of a run, without the venue's own, which is no group of agents: its result is in <c>run.json</c>.</summary>
    /// <exception cref="RunFolderException">The file is missing or malformed.</exception>
    public static GroupSamples Read(string runFolder)
    {
        var samples = new GroupSamples();
        foreach (GroupRow row in ReadRows(runFolder))
        {
            samples.Add(row);
        }

        samples.Complete();
        return samples;
    }

    /// <summary>Reads the rows of all groups of agents one by one, a sample after the other; the venue's own row is left out.</summary>
    /// <param name="order">Names that the rows of each sample must have, in this order; null to accept any.</param>
    /// <exception cref="RunFolderException">The file is missing or malformed.</exception>
    public static IEnumerable<GroupRow> ReadRows(string runFolder, IReadOnlyList<string>? order = null)
    {
        using var table = new CsvTableReader(runFolder, RunFolder.GroupsFile);
        int time = table.Column("time_seconds");
        int group = table.Column("group");
        int type = table.Column("type");
        int agents = table.Column("agents");
        int cash = table.Column("cash");
        int inventory = table.Column("inventory");
        int profit = table.Column("profit");
        int place = 0;
        while (table.Read())
        {
            if (table.Text(type) == VenueResult.RowName)
            {
                continue;
            }

            if (order is not null)
            {
                string expected = order[place++ % order.Count];
                if (table.Text(group) != expected)
                {
                    throw table.Malformed(group, $"{expected}, the group that comes next in {RunFolder.ScenarioFile}");
                }
            }

            yield return new GroupRow(
                table.Time(time), table.Text(group), table.Text(type), table.WholeNumber(agents), table.Number(cash), table.Number(inventory), table.Number(profit));
        }
    }
}

/// <summary>One group of agents as a whole in one sample.</summary>
/// <param name="Agents">Number of its agents.</param>
/// <param name="Cash">Currency.</param>
/// <param name="Inventory">Shares.</param>
/// <param name="Profit">Mark-to-market, in currency, since the episode began.</param>
public readonly record struct GroupRow(double TimeSeconds, string Group, string Type, long Agents, double Cash, double Inventory, double Profit);
