namespace MarketSim.Results.Tables;

/// <summary><c>groups.csv</c> by agent group; every group has one value per time, NaN where the file has none.</summary>
public sealed class GroupSamples
{
    private readonly List<GroupColumn> _groups = [];

    /// <summary>Seconds since midnight of the first day.</summary>
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

    /// <summary>Gives every group a value at every time.</summary>
    public void Complete() => _groups.ForEach(group => group.PadTo(TimeSeconds.Count));
}

/// <summary>One agent group over time.</summary>
public sealed class GroupColumn(string name, string type, long agents)
{
    /// <summary>Name of the group.</summary>
    public string Name { get; } = name;

    /// <summary>Name of its strategy.</summary>
    public string Type { get; } = type;

    /// <summary>Number of its agents.</summary>
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
