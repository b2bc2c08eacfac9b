using MarketSim.Actors;
using MarketSim.Market.Accounts;
using MarketSim.Market.Orders;
using MarketSim.Market.Venues;
using MarketSim.Simulation.Checkpoints;
using MarketSim.Simulation.Output;

namespace MarketSim.Simulation.Running;

/// <summary>What the venue has for one partition: news for its agents in order, and statements for agents whose portfolio is to be rebuilt. A
/// statement holds its account's news up to then; what came later is in the events.</summary>
/// <param name="Events">Belongs to the market; valid until the partition has answered.</param>
internal sealed record PartitionNews(List<AccountEvent> Events, AccountStatement[] Statements)
{
    public static PartitionNews None { get; } = new([], []);
}

/// <summary>Market to partition: say when you are due. The sender is the market.</summary>
internal sealed record PreparePartition(int Generation);

/// <summary>Partition to market.</summary>
/// <param name="NextDueTick">The first tick at which an agent of the partition is awake, news aside; <see cref="long.MaxValue"/> for none.</param>
internal sealed record PartitionReady(int Generation, int Partition, long NextDueTick);

/// <summary>Market to every partition that is due: a tick has opened.</summary>
internal sealed record TickOpened(int Generation, MarketSnapshot Market, PartitionNews News);

/// <summary>Partition to market: what its agents ask for in this tick.</summary>
/// <param name="Requests">In order of arrival. Belongs to the partition; valid until the next tick is sent to it.</param>
/// <param name="StatementsWanted">Agents that failed and need their portfolio rebuilt.</param>
internal sealed record TickActions(
    int Generation,
    long Tick,
    int Partition,
    ReadOnlyMemory<OrderRequest> Requests,
    IReadOnlyList<AccountId> StatementsWanted,
    long NextDueTick,
    PartitionCounters Counters);

/// <summary>Market to partition at a barrier: take the news, run nobody, save every block of agents.</summary>
/// <param name="NextTick">The first tick that may open after the barrier; whoever the news wake is awake then.</param>
/// <param name="Settle">True after the last tick: also report every agent's result.</param>
internal sealed record SavePartition(int Generation, long NextTick, PartitionNews News, bool Settle);

/// <summary>Partition to market: its blocks are in the store.</summary>
/// <param name="Results">One per agent when settling, otherwise empty.</param>
internal sealed record PartitionSaved(
    int Generation,
    int Partition,
    IReadOnlyList<PartReference> Parts,
    IReadOnlyList<AgentResult> Results,
    long NextDueTick,
    PartitionCounters Counters);

/// <summary>Coordinator to market: begin with these partitions.</summary>
internal sealed record StartMarket(IReadOnlyList<ActorRef> Partitions);

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
    IReadOnlyList<AgentResult> Results,
    MarketFigures Figures);

/// <summary>Coordinator to market: the manifest is committed, go on.</summary>
/// <param name="Tick">The tick that the checkpoint was taken after.</param>
internal sealed record CheckpointCommitted(int Generation, long Tick);

/// <summary>What the market counts and shows.</summary>
internal sealed record MarketFigures(
    VenueCounters Counters, AgentCounters Agents, string Fingerprint, IReadOnlyList<string> FingerprintEvery1000, Price LastPrice);
