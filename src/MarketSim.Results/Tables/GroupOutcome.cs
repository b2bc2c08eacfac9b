namespace MarketSim.Results.Tables;

/// <summary>The results of one group of agents, as the tables of a run give them; NaN for figures that only a finished run has.</summary>
/// <param name="Inventory">Shares.</param>
/// <param name="Volume">Shares.</param>
public sealed record GroupOutcome(
    string Name,
    string Type,
    long Agents,
    double TotalProfit,
    double LowestProfit,
    double HighestProfit,
    double Inventory,
    double Orders,
    double Trades,
    double Volume,
    double Failures)
{
    /// <summary>Mean profit of an agent, in currency.</summary>
    public double MeanProfit => TotalProfit / Agents;

    /// <summary>A group before its first agent is added.</summary>
    public static GroupOutcome Empty(string name, string type) =>
        new(name, type, 0, 0, double.PositiveInfinity, double.NegativeInfinity, 0, 0, 0, 0, 0);

    /// <summary>The outcome of a group by its last sample, for a run that is not finished.</summary>
    public static GroupOutcome Of(GroupColumn group) =>
        new(group.Name, group.Type, group.Agents, group.Profit[^1], double.NaN, double.NaN, group.Inventory[^1], double.NaN, double.NaN, double.NaN, double.NaN);
}
