using MarketSim.Market.Orders;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Simulation.Training;

/// <summary>How an episode ended for one competitor, or for a group of agents that do not compete.</summary>
/// <param name="Replica">The copy of the market; 0 for the main one.</param>
/// <param name="Group">Index in the scenario.</param>
/// <param name="Account">Of the agent; null for the whole group.</param>
/// <param name="Decisions">Of a learning agent; 0 for all others.</param>
/// <param name="Reward">Sum of a learning agent's rewards; 0 for all others.</param>
/// <param name="WealthChange">At the mid-price of the close, after fees, in tick·lots; of a group, the mean of its agents.</param>
/// <param name="TradedLots">Of a group 0: not known.</param>
/// <param name="Inventory">At the end, in lots; of a group, the mean of its agents.</param>
internal sealed record EpisodeRow(
    int Episode, int Replica, int Group, AccountId? Account, long Decisions, double Reward, double WealthChange, double TradedLots, double Inventory)
    : IComparable<EpisodeRow>
{
    private const int FieldCount = 9;

    public int CompareTo(EpisodeRow? other) => other is null ? 1 : Key.CompareTo(other.Key);

    private (int Episode, int Replica, int Group, int Account) Key => (Episode, Replica, Group, Account?.Value ?? -1);

    public void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(FieldCount);
        writer.WriteInt64(Episode);
        writer.WriteInt64(Replica);
        writer.WriteInt64(Group);
        writer.WriteInt64(Account?.Value ?? -1);
        writer.WriteInt64(Decisions);
        writer.WriteDouble(Reward);
        writer.WriteDouble(WealthChange);
        writer.WriteDouble(TradedLots);
        writer.WriteDouble(Inventory);
    }

    public static EpisodeRow Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        int episode = reader.ReadInt32();
        int replica = reader.ReadInt32();
        int group = reader.ReadInt32();
        int account = reader.ReadInt32();
        return new EpisodeRow(
            episode, replica, group, account < 0 ? null : new AccountId(account), reader.ReadInt64(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());
    }
}
