namespace MarketSim.Reporting.RunFolders;

/// <summary>Reads <c>groups.csv</c>.</summary>
internal static class GroupFile
{
    public const string FileName = "groups.csv";

    public static GroupSamples Read(string runFolder)
    {
        using var table = new CsvTable(runFolder, FileName);
        int time = table.Column("time_seconds");
        int group = table.Column("group");
        int inventory = table.Column("inventory");
        int profit = table.Column("profit");
        var samples = new GroupSamples();
        while (table.Read())
        {
            samples.Add(table.Time(time), table.Text(group), table.Number(inventory), table.Number(profit));
        }

        samples.Complete();
        return samples;
    }
}
