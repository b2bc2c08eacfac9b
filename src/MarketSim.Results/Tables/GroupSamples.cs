namespace MarketSim.Results.Tables;

/// <summary><c>groups.csv</c> by agent group; every group has one value per time, NaN where the file has none.</summary>
public sealed class GroupSamples
{
    private readonly List<GroupColumn> _groups = [];

    /// <summary>Seconds since midnight of the first day.</summary>
    public List<double> TimeSeconds { get; } = [];

    /// <summary>The groups in the order in which the file first names them.</summary>
    public IReadOnlyList<GroupColumn> Groups => _groups;

    /// <summary>Adds the values of a group at a time that is not before the last one.</summary>
    internal void Add(GroupRow row)
    {
        if (TimeSeconds.Count == 0 || row.TimeSeconds > TimeSeconds[^1])
        {
            TimeSeconds.Add(row.TimeSeconds);
        }

        GroupColumn? column = _groups.Find(candidate => candidate.Name == row.Group);
        if (column is null)
        {
            _groups.Add(column = new GroupColumn(row.Group, row.Type, row.Agents));
        }

        column.PadTo(TimeSeconds.Count);
        column.Inventory[^1] = row.Inventory;
        column.Profit[^1] = row.Profit;
    }

    /// <summary>Gives every group a value at every time, once all rows are added.</summary>
    internal void Complete() => _groups.ForEach(group => group.PadTo(TimeSeconds.Count));
}

/// <summary>One agent group over time.</summary>
public sealed class GroupColumn(string name, string type, long agents)
{
    /// <summary>Name of the group.</summary>
    public string Name { get; } = name;

    /// <summary>Type of its agents: the name of their strategy.</summary>
    public string Type { get; } = type;

    /// <summary>Number of its agents.</summary>
    public long Agents { get; } = agents;

    /// <summary>Inventory of the group as a whole, in shares.</summary>
    public List<double> Inventory { get; } = [];

    /// <summary>Mark-to-market profit of the group as a whole, in currency.</summary>
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
