using MarketSim.Agents;
using MarketSim.Engine.Controllers;
using MarketSim.Engine.Definitions;
using MarketSim.Engine.Episodes;
using MarketSim.Engine.Participants;
using MarketSim.Engine.Partitions;
using MarketSim.Market.Fingerprints;
using MarketSim.Market.Venues;

namespace MarketSim.Engine.Replicas;

/// <summary>
/// A whole market in one thread: the engine and one partition with all agents, called directly, one episode after the other. With the same seed and the
/// same weights it gives the same events as a run of actors.
/// </summary>
public sealed class Replica
{
    private readonly MarketEngine _engine;
    private readonly AgentPartition _partition;
    private readonly EmbeddedControllers _controllers;

    // Messages to learners, which are no participants of this engine.
    private readonly List<ParticipantMessage> _messages = [];

    /// <param name="replica">Number of the replica; 0 for the main market, or where there is no other.</param>
    /// <param name="isDeterministic">True to take the likeliest actions of policies instead of drawing them.</param>
    public Replica(MarketDefinition market, int replica = 0, bool isDeterministic = false)
    {
        ArgumentNullException.ThrowIfNull(market);

        // Every episode ends with a settlement, in a training or not.
        Calendar = new EpisodeCalendar(market.Session, market.Seed, market.Training?.Episodes ?? 1);
        _controllers = new EmbeddedControllers(market, Calendar, replica, isDeterministic);
        IReadOnlyList<BarrierSlot> slots = BarrierSlot.Spread(market.Population, partitions: 1, _controllers.Names);
        _engine = new MarketEngine(market, Calendar, slots, options: new MarketEngineOptions { Replica = replica, Fingerprint = Fingerprint.None(), Forward = _messages.Add });
        _partition = new AgentPartition(market, Calendar, slots[0].Blocks, options: new PartitionOptions { Replica = replica, IsDeterministic = isDeterministic });
    }

    /// <summary>Ticks and episodes.</summary>
    public EpisodeCalendar Calendar { get; }

    /// <summary>The policies that its agents act by.</summary>
    public BatchedPolicies Policies => _partition.Policies;

    /// <summary>All agents, by account.</summary>
    public IReadOnlyList<TradingAgent> Agents => _partition.Agents;

    /// <summary>Receives the market at the opening of each tick of trading at which an agent is awake.</summary>
    public Action<MarketSnapshot>? TickOpened { get; set; }

    /// <summary>Sets the weights of a policy, or of a controller.</summary>
    /// <exception cref="InvalidDataException">Their number is not the policy's.</exception>
    public void SetWeights(PublishedWeights weights)
    {
        Policies.SetWeights(weights);
        foreach (OptionController controller in _controllers.All)
        {
            controller.SetWeights(weights);
        }
    }

    /// <summary>Runs one episode from its opening to its settlement.</summary>
    /// <param name="seed">Seed of everything drawn in the episode.</param>
    /// <param name="fingerprint">The fingerprint that its events extend.</param>
    /// <param name="stage">Number of the episode's stage, where the market has a curriculum.</param>
    public ReplicaEpisode Run(int episode, ulong seed, Fingerprint fingerprint, int stage = 0)
    {
        _engine.BeginEpisode(episode, seed, fingerprint, stage);
        _partition.BeginEpisode(episode, seed, stage);
        _controllers.BeginEpisode(seed);
        _engine.SetDue(0, _partition.NextDueTick, default);
        _messages.Clear();
        while (true)
        {
            _engine.OpenTick();
            bool isTrading = Calendar.PhaseOf(_engine.Tick) == TickPhase.Trading;
            MarketSnapshot? opened = _engine.Snapshot;
            if (opened is not null)
            {
                RunParticipants(opened, isTrading);
            }

            TickReports reports = _engine.CloseTick();
            if (!isTrading)
            {
                _messages.AddRange(_controllers.EndEpisode(_engine, opened!));
                return new ReplicaEpisode(opened!, reports.EpisodeRows, JoinedBatches());
            }
        }
    }

    private void RunParticipants(MarketSnapshot opened, bool isTrading)
    {
        if (isTrading)
        {
            TickOpened?.Invoke(opened);
        }

        // The partition is not due at a tick that opens for a controller only.
        if (_engine.IsDue(0))
        {
            _engine.Receive(0, _partition.Run(opened, _engine.Deliver(0)));
        }

        _controllers.Run(_engine, opened);
    }

    // Joins the batches of all ticks into one message per learner.
    private ParticipantMessage[] JoinedBatches() =>
    [
        .. _messages.GroupBy(message => message.To).Select(sent => new ParticipantMessage(
            sent.Key, new TrajectoryBatch([.. sent.SelectMany(message => ((TrajectoryBatch)message.Content).Segments)]))),
    ];
}

/// <summary>The result of a replica's episode.</summary>
/// <param name="Close">The market at the settlement, when all account events were delivered.</param>
/// <param name="Rows">Results of all competing agents and of all groups that do not compete; empty when none competes.</param>
/// <param name="Messages">Trajectory segments for the learners, in order of ticks.</param>
public sealed record ReplicaEpisode(MarketSnapshot Close, IReadOnlyList<EpisodeRow> Rows, IReadOnlyList<ParticipantMessage> Messages);
