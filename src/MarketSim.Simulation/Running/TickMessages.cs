using Akka.Actor;
using MarketSim.Market.Accounts;
using MarketSim.Market.Orders;
using MarketSim.Market.Venues;
using MarketSim.Simulation.Checkpoints;
using MarketSim.Simulation.Output;

namespace MarketSim.Simulation.Running;

/// <summary>What the venue has for one participant: news for its agents in order, and statements for agents whose portfolio is to be rebuilt. A
/// statement holds its account's news up to then; what came later is in the events.</summary>
/// <param name="Events">Belongs to the market; valid until the participant has answered.</param>
internal sealed record ParticipantNews(List<AccountEvent> Events, AccountStatement[] Statements)
{
    public static ParticipantNews None { get; } = new([], []);

    /// <summary>What other participants have sent it.</summary>
    public IReadOnlyList<Mail> Mail { get; init; } = [];
}

/// <summary>From one participant to others, carried by the market: it arrives with the next tick that is opened, and makes its receivers due then.</summary>
/// <param name="To">An address of <see cref="Training.MailAddress"/>.</param>
/// <param name="Content">Not changed by the sender any more.</param>
internal sealed record Mail(string To, ReadOnlyMemory<byte> Content);

/// <summary>Market to participant: say when you are due. The sender is the market.</summary>
internal sealed record PrepareParticipant(long Generation);

/// <summary>Participant to market.</summary>
/// <param name="NextDueTick">The first tick at which it must be asked (an agent of a partition is awake), news aside; <see cref="long.MaxValue"/> for none.</param>
internal sealed record ParticipantReady(long Generation, int Participant, long NextDueTick);

/// <summary>Market to every participant that is due: a tick has opened.</summary>
internal sealed record TickOpened(long Generation, MarketSnapshot Market, ParticipantNews News);

/// <summary>Participant to market: what its agents ask for in this tick.</summary>
/// <param name="Requests">In order of arrival. Belongs to the participant; valid until the next tick is sent to it.</param>
/// <param name="StatementsWanted">Agents that failed and need their portfolio rebuilt.</param>
internal sealed record TickActions(
    long Generation,
    long Tick,
    int Participant,
    ReadOnlyMemory<OrderRequest> Requests,
    IReadOnlyList<AccountId> StatementsWanted,
    long NextDueTick,
    PartitionCounters Counters)
{
    /// <summary>What it sends to others.</summary>
    public IReadOnlyList<Mail> Mail { get; init; } = [];
}

/// <summary>Market to participant at a barrier: take the news, run nobody, save everything.</summary>
/// <param name="NextTick">The first tick that may open after the barrier; whoever the news wake is awake then.</param>
/// <param name="Settle">True after the last tick: also report every agent's result.</param>
internal sealed record SaveParticipant(long Generation, long NextTick, ParticipantNews News, bool Settle);

/// <summary>Participant to market: its parts are in the store.</summary>
/// <param name="Results">One per agent when settling, otherwise empty.</param>
internal sealed record ParticipantSaved(
    long Generation,
    int Participant,
    IReadOnlyList<PartReference> Parts,
    IReadOnlyList<AgentResult> Results,
    long NextDueTick,
    PartitionCounters Counters);

/// <summary>Coordinator to market: begin with these participants, by their seats.</summary>
internal sealed record StartMarket(IReadOnlyList<IActorRef> Participants);

/// <summary>Market to whoever carries messages to other nodes: what is for one node has all been sent, pass it on in one piece.</summary>
internal sealed record PassOn
{
    public static PassOn Instance { get; } = new();
}

/// <summary>Coordinator to market: hold a barrier for a checkpoint as soon as the present tick is closed.</summary>
/// <param name="ThenStop">True when the run is being interrupted.</param>
internal sealed record RequestCheckpoint(bool ThenStop);

/// <summary>Market to coordinator: everything of a checkpoint is in the store; it counts once the manifest is committed.</summary>
/// <param name="Tick">The tick closed last; -1 before the first.</param>
/// <param name="Results">One per agent in order of accounts when the run is over, otherwise empty.</param>
internal sealed record CheckpointPrepared(
    long Tick,
    RunStatus Status,
    IReadOnlyList<PartReference> Parts,
    IReadOnlyList<OutputLength> Outputs,
    IReadOnlyList<OutputSegment> Segments,
    IReadOnlyList<AgentResult> Results,
    MarketFigures Figures);

/// <summary>Coordinator to market: the manifest is committed, go on.</summary>
/// <param name="Tick">The tick that the checkpoint was taken after.</param>
internal sealed record CheckpointCommitted(long Generation, long Tick);

/// <summary>What the market counts and shows.</summary>
internal sealed record MarketFigures(
    VenueCounters Counters, AgentCounters Agents, string Fingerprint, IReadOnlyList<string> FingerprintEvery1000, Price LastPrice);
