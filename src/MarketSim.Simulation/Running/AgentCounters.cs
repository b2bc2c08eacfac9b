using MarketSim.Numerics.Serialization;

namespace MarketSim.Simulation.Running;

/// <summary>What all agents' dealings with the market amount to since the run began.</summary>
/// <param name="Observations">Decisions that agents were asked for.</param>
/// <param name="News">Events that the market had for agents, counted when they happen, not when they are delivered: that depends on the placement.</param>
/// <param name="Requests">Requests that agents sent.</param>
/// <param name="Failures">Decisions in which a strategy threw.</param>
internal readonly record struct AgentCounters(long Observations, long News, long Requests, long Failures)
{
    /// <summary>Messages to and from agents.</summary>
    public long Messages => Observations + News + Requests;

    public AgentCounters Plus(PartitionCounters counters) => this with
    {
        Observations = Observations + counters.Observations,
        Requests = Requests + counters.Requests,
        Failures = Failures + counters.Failures,
    };

    public void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(4);
        writer.WriteInt64(Observations);
        writer.WriteInt64(News);
        writer.WriteInt64(Requests);
        writer.WriteInt64(Failures);
    }

    public static AgentCounters Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(4);
        return new AgentCounters(reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64());
    }
}
