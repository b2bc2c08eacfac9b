using MarketSim.Market.Orders;

namespace MarketSim.Engine.Episodes;

/// <summary>The result of an episode for one competing agent, or for a group of agents that do not compete.</summary>
/// <param name="Replica">0 for the main market.</param>
/// <param name="Group">Index in the scenario.</param>
/// <param name="Account">Account of the agent; null for the whole group.</param>
/// <param name="Decisions">Decisions of a learning agent; 0 for all others.</param>
/// <param name="Reward">Sum of a learning agent's rewards; 0 for all others.</param>
/// <param name="WealthChange">At the mid-price of the close, after fees, in tick·lots; of a group, the mean of its agents.</param>
/// <param name="TradedLots">Lots that the agent traded; 0 for a group, where it is not known.</param>
/// <param name="Inventory">At the end, in lots; of a group, the mean of its agents.</param>
public sealed record EpisodeRow(
    int Episode, int Replica, int Group, AccountId? Account, long Decisions, double Reward, double WealthChange, double TradedLots, double Inventory)
    : IComparable<EpisodeRow>
{
    /// <inheritdoc/>
    public int CompareTo(EpisodeRow? other) => other is null ? 1 : Key.CompareTo(other.Key);

    private (int Episode, int Replica, int Group, int Account) Key => (Episode, Replica, Group, Account?.Value ?? -1);
}
