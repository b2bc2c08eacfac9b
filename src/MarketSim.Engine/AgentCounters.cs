using MarketSim.Engine.Participants;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Engine;

/// <summary>Counts of the messages between agents and market since the run began.</summary>
/// <param name="Observations">Observations delivered to agents that were awake, each of which asks for one decision.</param>
/// <param name="AccountEvents">Account events, counted when they happen: how many are delivered by a tick depends on the placement.</param>
/// <param name="Requests">Requests that agents sent.</param>
/// <param name="Failures">Decisions in which a strategy threw.</param>
public readonly record struct AgentCounters(long Observations, long AccountEvents, long Requests, long Failures)
{
    /// <summary>Messages to and from agents.</summary>
    public long Messages => Observations + AccountEvents + Requests;

    /// <summary>These counters with those of a partition added; account events are counted by the engine.</summary>
    public AgentCounters Plus(PartitionCounters counters) => this with
    {
        Observations = Observations + counters.Observations,
        Requests = Requests + counters.Requests,
        Failures = Failures + counters.Failures,
    };

    /// <summary>Writes the state, which <c>Restore</c> reads.</summary>
    public void Save(MessagePackWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(4);
        writer.WriteInt64(Observations);
        writer.WriteInt64(AccountEvents);
        writer.WriteInt64(Requests);
        writer.WriteInt64(Failures);
    }

    /// <summary>Restores the state that <c>Save</c> wrote.</summary>
    public static AgentCounters Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(4);
        return new AgentCounters(reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64());
    }
}
