namespace MarketSim.Reporting.RunFolders;

/// <summary>The final results of one agent group, added up from <c>agents.csv</c>.</summary>
internal sealed class GroupResult(string name, string type)
{
    public string Name { get; } = name;

    public string Type { get; } = type;

    public long Agents { get; private set; }

    public double TotalProfit { get; private set; }

    public double LowestProfit { get; private set; } = double.PositiveInfinity;

    public double HighestProfit { get; private set; } = double.NegativeInfinity;

    public double MeanProfit => TotalProfit / Agents;

    /// <summary>Shares.</summary>
    public double Inventory { get; private set; }

    public double Orders { get; private set; }

    public double Trades { get; private set; }

    /// <summary>Shares.</summary>
    public double Volume { get; private set; }

    public double Failures { get; private set; }

    public void Add(double profit, double inventory, double orders, double trades, double volume, double failures)
    {
        Agents++;
        TotalProfit += profit;
        LowestProfit = Math.Min(LowestProfit, profit);
        HighestProfit = Math.Max(HighestProfit, profit);
        Inventory += inventory;
        Orders += orders;
        Trades += trades;
        Volume += volume;
        Failures += failures;
    }
}
