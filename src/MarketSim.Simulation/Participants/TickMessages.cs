using Akka.Actor;
using MarketSim.Engine;
using MarketSim.Engine.Participants;
using MarketSim.Market.Orders;
using MarketSim.Market.Venues;
using MarketSim.Results;
using MarketSim.Results.Checkpoints;

namespace MarketSim.Simulation.Participants;

/// <summary>Market to participant: say when you are due. The sender is the market.</summary>
/// <param name="Epoch">Of the run; participants drop messages of another one.</param>
public sealed record PrepareParticipant(long Epoch);

/// <summary>Participant to market: it is restored and can be asked.</summary>
/// <param name="Epoch">Of the run.</param>
/// <param name="Participant">Index of its barrier slot.</param>
/// <param name="NextDueTick">The first tick at which it must be asked (an agent of a partition is awake), account events and messages aside; <see cref="long.MaxValue"/> for none.</param>
public sealed record ParticipantReady(long Epoch, int Participant, long NextDueTick);

/// <summary>Market to every participant that is due: a tick has opened.</summary>
/// <param name="Epoch">Of the run.</param>
/// <param name="Market">As the tick opened.</param>
/// <param name="Delivery">Not changed by the sender any more.</param>
public sealed record TickOpened(long Epoch, MarketSnapshot Market, ParticipantDelivery Delivery) : IMessageWithMemory
{
    /// <summary>Memory of the delivery; the receiver returns it.</summary>
    public MessageMemory? Memory { get; init; }
}

/// <summary>Participant to market: its answer to an open tick.</summary>
/// <param name="Epoch">Of the run.</param>
/// <param name="Participant">Index of its barrier slot.</param>
/// <param name="Actions">Not changed by the sender any more.</param>
public sealed record TickActions(long Epoch, long Tick, int Participant, ParticipantActions Actions) : IMessageWithMemory
{
    /// <summary>Memory of the requests; the receiver returns it.</summary>
    public MessageMemory? Memory { get; init; }
}

/// <summary>Market to participant at a barrier: apply the delivery, run no agent, save everything.</summary>
/// <param name="Epoch">Of the run.</param>
/// <param name="NextTick">The first tick that may open after the barrier; agents that the delivery wakes are awake then.</param>
/// <param name="Delivery">Not changed by the sender any more.</param>
/// <param name="Settle">True after the last tick: also report every agent's result.</param>
public sealed record SaveParticipant(long Epoch, long NextTick, ParticipantDelivery Delivery, bool Settle) : IMessageWithMemory
{
    /// <summary>Memory of the delivery; the receiver returns it.</summary>
    public MessageMemory? Memory { get; init; }
}

/// <summary>Participant to market: its parts are in the store.</summary>
/// <param name="Epoch">Of the run.</param>
/// <param name="Participant">Index of its barrier slot.</param>
/// <param name="Parts">All that it saved.</param>
/// <param name="Results">One per agent when settling, otherwise empty.</param>
/// <param name="NextDueTick">As in <see cref="ParticipantReady"/>, after the delivery.</param>
/// <param name="Counters">Of its agents since the actor was created.</param>
public sealed record ParticipantSaved(
    long Epoch,
    int Participant,
    IReadOnlyList<PartReference> Parts,
    IReadOnlyList<AgentResult> Results,
    long NextDueTick,
    PartitionCounters Counters);

/// <summary>Coordinator to market: begin with these participants, by their slots.</summary>
internal sealed record StartMarket(IReadOnlyList<IActorRef> Participants);

/// <summary>Market to node proxies: the messages to one node have all been sent, forward them in one piece.</summary>
public sealed record ForwardTick
{
    /// <summary>The only one.</summary>
    public static ForwardTick Instance { get; } = new();
}

/// <summary>Coordinator to market: hold a barrier for a checkpoint as soon as the present tick is closed.</summary>
/// <param name="ThenStop">True when the run is being interrupted.</param>
public sealed record RequestCheckpoint(bool ThenStop);

/// <summary>Market to coordinator: everything of a checkpoint is in the store; it counts once the manifest is committed.</summary>
/// <param name="Tick">The tick closed last; -1 before the first.</param>
/// <param name="Status">Of the run after this checkpoint.</param>
/// <param name="Parts">Of market and participants.</param>
/// <param name="Outputs">Lengths of the tables.</param>
/// <param name="Segments">Rows since the checkpoint before, where the store keeps them.</param>
/// <param name="Results">One per agent in order of accounts when the run is over, otherwise empty.</param>
/// <param name="Figures">Counters and closing figures.</param>
public sealed record CheckpointPrepared(
    long Tick,
    RunStatus Status,
    IReadOnlyList<PartReference> Parts,
    IReadOnlyList<OutputLength> Outputs,
    IReadOnlyList<OutputSegment> Segments,
    IReadOnlyList<AgentResult> Results,
    MarketTotals Figures);

/// <summary>Coordinator to market: the manifest is committed, continue.</summary>
/// <param name="Tick">The tick that the checkpoint was taken after.</param>
internal sealed record CheckpointCommitted(long Epoch, long Tick);
