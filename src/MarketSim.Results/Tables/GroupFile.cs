
namespace MarketSim.Results.Tables;

/// <summary>Reads <c>groups.csv</c>.</summary>
public static class GroupFile
{
    /// <summary>Reads all samples of a run.</summary>
    /// <exception cref="RunFolderException">The file is missing or malformed.</exception>
    public static GroupSamples Read(string runFolder)
    {
        using var table = new CsvTable(runFolder, RunFolder.GroupsFile);
        int time = table.Column("time_seconds");
        int group = table.Column("group");
        int type = table.Column("type");
        int agents = table.Column("agents");
        int inventory = table.Column("inventory");
        int profit = table.Column("profit");
        var samples = new GroupSamples();
        while (table.Read())
        {
            if (table.Text(type) == VenueResult.RowName)
            {
                // The venue is no group of agents: its result is in run.json.
                continue;
            }

            GroupColumn column = samples.At(table.Time(time), table.Text(group), table.Text(type), table.WholeNumber(agents));
            column.Inventory[^1] = table.Number(inventory);
            column.Profit[^1] = table.Number(profit);
        }

        samples.Complete();
        return samples;
    }
}
