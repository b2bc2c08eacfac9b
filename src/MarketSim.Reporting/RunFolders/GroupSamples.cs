namespace MarketSim.Reporting.RunFolders;

/// <summary>What <c>groups.csv</c> says of one agent group, a column each, all of one length.</summary>
internal sealed class GroupSamples(string name)
{
    public string Name { get; } = name;

    public List<double> TimeSeconds { get; } = [];

    /// <summary>Shares, of the group as a whole.</summary>
    public List<double> Inventory { get; } = [];

    /// <summary>Mark-to-market, in currency, of the group as a whole.</summary>
    public List<double> Profit { get; } = [];
}
