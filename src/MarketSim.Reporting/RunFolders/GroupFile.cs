namespace MarketSim.Reporting.RunFolders;

/// <summary>Reads <c>groups.csv</c>.</summary>
internal static class GroupFile
{
    public const string FileName = "groups.csv";

    /// <summary>The groups in the order in which the file first names them.</summary>
    public static IReadOnlyList<GroupSamples> Read(string runFolder)
    {
        using var table = new CsvTable(runFolder, FileName);
        int time = table.Column("time_seconds");
        int group = table.Column("group");
        int inventory = table.Column("inventory");
        int profit = table.Column("profit");
        var groups = new List<GroupSamples>();
        while (table.Read())
        {
            string name = table.Text(group);
            GroupSamples? samples = groups.Find(candidate => candidate.Name == name);
            if (samples is null)
            {
                groups.Add(samples = new GroupSamples(name));
            }

            samples.TimeSeconds.Add(table.Time(time));
            samples.Inventory.Add(table.Number(inventory));
            samples.Profit.Add(table.Number(profit));
        }

        return groups;
    }
}
