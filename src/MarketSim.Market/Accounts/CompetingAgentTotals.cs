namespace MarketSim.Market.Accounts;

/// <summary>The holdings of all competing agents of a market together, so that each can be compared with the mean of the others.</summary>
/// <param name="Count">Number of competing agents; 0 where none competes.</param>
/// <param name="Cash">In tick·lots.</param>
/// <param name="Inventory">In lots.</param>
public readonly record struct CompetingAgentTotals(int Count, long Cash, long Inventory)
{
    /// <summary>Mean wealth of the others at a price, in tick·lots; 0 where there are no others.</summary>
    /// <param name="own">Wealth of the agent that asks, at the same price.</param>
    /// <param name="mid">In ticks.</param>
    public double MeanWealthOfOthers(double own, double mid) => Count < 2 ? 0 : (Cash + (Inventory * mid) - own) / (Count - 1);
}
