using MarketSim.Agents.Portfolios;
using MarketSim.Market.Venues;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Agents.PolicyTrading;

/// <summary>
/// The reward function of a decision: the change of wealth until the next one (cash, and inventory at the mid-price, after fees) over the reward unit; where
/// rewards compete, less the mean change of the other competing agents' wealth; less a penalty on the square of the position.
/// </summary>
internal sealed class WealthReward(TradingRules rules)
{
    private bool _hasBefore;
    private double _wealthBefore;
    private double _othersBefore;

    /// <summary>The reward since the last call; null at the first.</summary>
    public double? Measure(Portfolio portfolio, MarketSnapshot market)
    {
        double mid = market.MidTicks;
        double wealth = portfolio.Cash + (portfolio.Inventory * mid);
        double others = market.CompetingAgents.MeanWealthOfOthers(wealth, mid);
        double? reward = null;
        if (_hasBefore)
        {
            double share = portfolio.Inventory / (double)rules.MaximumPosition;
            double relativeGain = wealth - _wealthBefore - (others - _othersBefore);
            reward = (relativeGain / rules.RewardUnit) - (rules.InventoryPenalty * share * share);
        }

        (_hasBefore, _wealthBefore, _othersBefore) = (true, wealth, others);
        return reward;
    }

    public void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(3);
        writer.WriteBoolean(_hasBefore);
        writer.WriteDouble(_wealthBefore);
        writer.WriteDouble(_othersBefore);
    }

    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(3);
        (_hasBefore, _wealthBefore, _othersBefore) = (reader.ReadBoolean(), reader.ReadDouble(), reader.ReadDouble());
    }
}
