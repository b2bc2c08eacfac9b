namespace MarketSim.Reporting.RunFolders;

/// <summary><c>groups.csv</c> by agent group; every group has one value per time, NaN where the file has none.</summary>
internal sealed class GroupSamples
{
    private readonly List<GroupColumn> _groups = [];

    public List<double> TimeSeconds { get; } = [];

    /// <summary>The groups in the order in which the file first names them.</summary>
    public IReadOnlyList<GroupColumn> Groups => _groups;

    /// <summary>The column of a group, with a place for the values at a time that is not before the last one.</summary>
    public GroupColumn At(double timeSeconds, string group, string type, long agents)
    {
        if (TimeSeconds.Count == 0 || timeSeconds > TimeSeconds[^1])
        {
            TimeSeconds.Add(timeSeconds);
        }

        GroupColumn? column = _groups.Find(candidate => candidate.Name == group);
        if (column is null)
        {
            _groups.Add(column = new GroupColumn(group, type, agents));
        }

        column.PadTo(TimeSeconds.Count);
        return column;
    }

    public void Complete() => _groups.ForEach(group => group.PadTo(TimeSeconds.Count));
}

/// <summary>One agent group over time.</summary>
internal sealed class GroupColumn(string name, string type, long agents)
{
    public string Name { get; } = name;

    public string Type { get; } = type;

    public long Agents { get; } = agents;

    /// <summary>Shares, of the group as a whole.</summary>
    public List<double> Inventory { get; } = [];

    /// <summary>Mark-to-market, in currency, of the group as a whole.</summary>
    public List<double> Profit { get; } = [];

    internal void PadTo(int count)
    {
        while (Profit.Count < count)
        {
            Inventory.Add(double.NaN);
            Profit.Add(double.NaN);
        }
    }
}
