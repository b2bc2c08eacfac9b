using MarketSim.Market.Orders;

namespace MarketSim.Engine.Participants;

/// <summary>A participant's answer to an open tick.</summary>
/// <param name="Requests">Requests of its agents, in order of arrival. A partition's are in a buffer, valid until its next tick.</param>
/// <param name="FailedAgents">Accounts of agents that failed, whose portfolios must be rebuilt.</param>
/// <param name="NextDueTick">The first tick at which it is due, account events and messages aside; <see cref="long.MaxValue"/> for none.</param>
/// <param name="Counters">Counters since the participant was created.</param>
/// <param name="Messages">To other participants.</param>
public readonly record struct ParticipantActions(
    ReadOnlyMemory<OrderRequest> Requests,
    IReadOnlyList<AccountId> FailedAgents,
    long NextDueTick,
    PartitionCounters Counters,
    IReadOnlyList<ParticipantMessage> Messages)
{
    /// <summary>The answer of a participant that sends messages only.</summary>
    public static ParticipantActions Of(IReadOnlyList<ParticipantMessage> messages, long nextDueTick) => new(default, [], nextDueTick, default, messages);
}

/// <summary>The counters of a partition.</summary>
/// <param name="Observations">Observations delivered to agents that were awake, each of which asks for one decision.</param>
/// <param name="Requests">Requests that agents sent.</param>
/// <param name="Failures">Decisions in which a strategy threw.</param>
public readonly record struct PartitionCounters(long Observations, long Requests, long Failures);
