using MarketSim.Agents;
using MarketSim.Agents.Decisions;
using MarketSim.Agents.PolicyTrading;
using MarketSim.Agents.Population;
using MarketSim.Engine.Definitions;
using MarketSim.Engine.Episodes;
using MarketSim.Engine.Participants;
using MarketSim.Learning.Hierarchical;
using MarketSim.Market.Accounts;
using MarketSim.Market.Arrivals;
using MarketSim.Market.Orders;
using MarketSim.Market.Venues;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Engine.Partitions;

/// <summary>
/// Some agents of a market, with their wake-ups, policies and requests, as a state machine: it answers a tick with the requests of its agents. Within the
/// partition an agent is an index (<c>int agent</c>), from 0, block after block.
/// </summary>
public sealed class AgentPartition
{
    private readonly MarketDefinition _market;
    private readonly EpisodeCalendar _calendar;
    private readonly PartitionOptions _options;
    private readonly PartitionAccounts _accounts;
    private readonly TradingAgent[] _agents;
    private readonly AgentGroup[] _groups;
    private readonly RequestBuffer _requests = new();
    private readonly Decision _decision;
    private readonly TurnExecutor _turns;
    private readonly PartitionSchedule _schedule;
    private readonly GroupedAccountEvents _events;
    private readonly DemonstrationOutbox _demonstrations = new();
    private readonly StageSchedule? _stages;
    private MarketStage? _stage;
    private TradingSession _session;
    private ArrivalRun _arrivals;
    private ulong _seed;

    /// <param name="blocks">Blocks of the market's population whose agents it holds.</param>
    /// <param name="episode">The episode to begin in, or to restore.</param>
    public AgentPartition(MarketDefinition market, EpisodeCalendar calendar, IReadOnlyList<int> blocks, int episode = 0, PartitionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(market);
        ArgumentNullException.ThrowIfNull(calendar);
        ArgumentNullException.ThrowIfNull(blocks);
        _market = market;
        _calendar = calendar;
        _options = options ?? new PartitionOptions();
        _stages = StageSchedule.Of(market);
        _stage = market.Curriculum?.Stages[0];
        Episode = episode;
        _session = calendar.SessionOf(episode);
        _seed = calendar.SeedOf(episode, _options.Replica);
        _accounts = new PartitionAccounts(market.Population, blocks);
        _groups = new AgentGroup[_accounts.Count];
        _agents = CreateAgents();
        Policies = new BatchedPolicies(market, _agents, _options.Replica, _options.IsDeterministic);
        _decision = new Decision(_requests, _session);
        _turns = new TurnExecutor(_agents, _groups, _decision, _requests, _options);
        _arrivals = new ArrivalRun(_seed);
        _schedule = new PartitionSchedule(_agents.Length);
        _events = new GroupedAccountEvents(_accounts);
    }

    /// <summary>Its agents by number, in order of its blocks.</summary>
    public IReadOnlyList<TradingAgent> Agents => _agents;

    /// <summary>The policies that its agents act by.</summary>
    public BatchedPolicies Policies { get; }

    /// <summary>Number of the present episode, from 0.</summary>
    public int Episode { get; private set; }

    /// <summary>The decision that agents share; valid during a turn.</summary>
    public Decision Decision => _decision;

    /// <summary>The first tick of trading at which an agent is awake; <see cref="long.MaxValue"/> for none.</summary>
    public long NextDueTick => _schedule.NextDueTick < _session.EndTick ? _schedule.NextDueTick : long.MaxValue;

    /// <summary>Counters since this object was created.</summary>
    public PartitionCounters Counters { get; private set; }

    /// <summary>The group of an agent, by its number.</summary>
    public AgentGroup GroupOf(int agent) => _groups[agent];

    /// <summary>True when an agent is executed by <see cref="PartitionOptions.RunIndividual"/>.</summary>
    public bool IsIndividual(int agent) => _turns.IsIndividual(agent);

    /// <summary>Schedules the wake-ups of all agents, at the start and after a restore.</summary>
    /// <param name="tick">The tick closed last; -1 before the first.</param>
    public void Schedule(long tick)
    {
        for (int agent = 0; agent < _agents.Length; agent++)
        {
            _schedule.Set(agent, _agents[agent].DueTick(tick, _session));
        }
    }

    /// <summary>Answers an open tick. The answer's requests are valid until the next tick.</summary>
    public ParticipantActions Run(MarketSnapshot market, in ParticipantDelivery delivery)
    {
        ArgumentNullException.ThrowIfNull(market);
        ReceiveMessages(delivery.Messages);
        _requests.TruncateTo(0);
        _turns.BeginTick();
        IReadOnlyList<EpisodeRow> rows = [];
        switch (_calendar.PhaseOf(market.Tick))
        {
            case TickPhase.Trading:
                RunTurns(market, delivery);
                break;
            case TickPhase.Settlement:
                rows = EndEpisode(market, delivery);
                break;
            case TickPhase.Rollover when _calendar.EpisodeAfter(market.Tick) is { } next && next != Episode:
                BeginScheduled(next);
                break;
            default:
                break;
        }

        return new ParticipantActions(
            _arrivals.Sort(_requests.Requests), _turns.FailedAgents.Count == 0 ? [] : [.. _turns.FailedAgents], NextDueTick, Counters, DrainMessages(rows));
    }

    /// <summary>Receives a delivery without running an agent; the agents that it wakes are awake at <paramref name="nextTick"/>.</summary>
    public void Receive(in ParticipantDelivery delivery, long nextTick)
    {
        ReceiveMessages(delivery.Messages);
        Apply(delivery, nextTick);
    }

    /// <summary>Begins any episode, with all agents in their initial state.</summary>
    /// <param name="stage">Number of the episode's stage, where the market has a curriculum.</param>
    public void BeginEpisode(int episode, ulong seed, int stage = 0) => Begin(episode, _market.Curriculum?.Stages[stage], seed);

    /// <summary>Restores the stages of the present and the next episode, before <see cref="Restore"/>, and restarts the present one.</summary>
    /// <param name="content">As <see cref="StageSchedule.Save"/> wrote it.</param>
    public void RestoreStages(ReadOnlySpan<byte> content)
    {
        _stages!.Restore(content);
        RestartEpisode();
    }

    /// <summary>Begins the present episode of the calendar again, with its own seed and stage.</summary>
    public void RestartEpisode() => BeginScheduled(Episode);

    /// <summary>Saves the agents of a block.</summary>
    public void Save(int block, MessagePackWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Span<TradingAgent> agents = AgentsOf(block);
        writer.WriteArrayHeader(agents.Length);
        foreach (TradingAgent agent in agents)
        {
            agent.Save(writer);
        }
    }

    /// <summary>Restores what <see cref="Save"/> wrote of the same block in the same episode; <see cref="Schedule"/> is to follow.</summary>
    public void Restore(int block, ref MessagePackReader reader)
    {
        Span<TradingAgent> agents = AgentsOf(block);
        reader.ReadArrayHeader(agents.Length);
        foreach (TradingAgent agent in agents)
        {
            agent.Restore(ref reader, _seed);
        }
    }

    private TradingAgent[] CreateAgents()
    {
        var agents = new TradingAgent[_accounts.Count];
        int number = 0;
        foreach (int block in _accounts.Blocks)
        {
            (int first, int count) = _market.Population.AccountsOf(block);
            for (int account = first; account < first + count; account++)
            {
                AgentGroup group = _market.Population.GroupOf(new AccountId(account));
                _groups[number] = group;
                agents[number++] = new TradingAgent(group, account - group.FirstAccount, _seed, _market.InitialPrice, _session, RestartPolicy.Default, ConditionsOf(group, account));
            }
        }

        return agents;
    }

    // An episode with the stage and the seed that curriculum and calendar give it.
    private void BeginScheduled(int episode) => Begin(episode, _stages?.StageOf(episode, _options.Replica), _calendar.SeedOf(episode, _options.Replica));

    private void Begin(int episode, MarketStage? stage, ulong seed)
    {
        Episode = episode;
        _stage = stage;
        _seed = seed;
        _session = _calendar.SessionOf(episode);
        _decision.BeginSession(_session);
        _arrivals = new ArrivalRun(seed);
        for (int agent = 0; agent < _agents.Length; agent++)
        {
            _agents[agent].Begin(seed, _session, ConditionsOf(_groups[agent], _agents[agent].Account.Value));
        }

        Schedule(_session.FirstTick - 1);
    }

    private AgentConditions? ConditionsOf(AgentGroup group, int account) => _stage is { } stage
        ? new AgentConditions(stage.Groups[group.Index].Latency, stage.IsActive(group, account - group.FirstAccount))
        : null;

    private Span<TradingAgent> AgentsOf(int block) => _agents.AsSpan(_accounts.FirstAgentOf(block), _market.Population.AccountsOf(block).Count);

    // A tick of trading: account events, then the turns of the agents that are awake. Agents with a policy only observe in their turn; they act after one
    // inference for all of them.
    private void RunTurns(MarketSnapshot market, in ParticipantDelivery delivery)
    {
        RebuildPortfolios(delivery.Statements, market.Tick);
        _events.Group(delivery.Events.Span);
        foreach (int agent in _events.Agents)
        {
            // An agent that is awake receives its events with its turn, any other at once.
            if (_agents[agent].WakesOn(_events.Of(agent).Span))
            {
                _schedule.Set(agent, market.Tick);
            }
            else if (_schedule.DueTick(agent) != market.Tick)
            {
                ApplyEvents(agent, market.Tick);
            }
        }

        ReadOnlySpan<int> due = _schedule.DrainDue(market.Tick);
        foreach (int agent in due)
        {
            Decide(agent, market);
        }

        foreach (BatchedPolicy policy in Policies.Span)
        {
            ActWaiting(policy, market);
        }

        Counters = new PartitionCounters(
            Counters.Observations + due.Length, Counters.Requests + _requests.Count, Counters.Failures + _turns.FailedAgents.Count);
    }

    // Statements and account events, without decisions.
    private void Apply(in ParticipantDelivery delivery, long nextTick)
    {
        RebuildPortfolios(delivery.Statements, nextTick);
        _events.Group(delivery.Events.Span);
        foreach (int agent in _events.Agents)
        {
            ApplyEvents(agent, nextTick);
        }
    }

    // Applies the last account events, runs no agent, and collects the segments that learning agents have not emitted yet.
    private List<EpisodeRow> EndEpisode(MarketSnapshot close, in ParticipantDelivery delivery)
    {
        Apply(delivery, close.Tick);
        var rows = new List<EpisodeRow>();
        for (int agent = 0; agent < _agents.Length; agent++)
        {
            if (!_agents[agent].IsActive)
            {
                continue;
            }

            Policies.Of(agent)?.EndEpisode(_agents[agent], close, _session);
            _demonstrations.EndEpisode(_agents[agent], _groups[agent], close, _session, _options.Replica);
            if (_groups[agent].Competes)
            {
                rows.Add(EpisodeRows.Of(_agents[agent], _groups[agent], close, _market.InitialPrice, Episode, _options.Replica));
            }
        }

        return rows;
    }

    private IReadOnlyList<ParticipantMessage> DrainMessages(IReadOnlyList<EpisodeRow> rows)
    {
        if (Policies.Span.IsEmpty && rows.Count == 0 && _demonstrations.IsEmpty)
        {
            return [];
        }

        var messages = new List<ParticipantMessage>();
        if (rows.Count > 0)
        {
            messages.Add(new ParticipantMessage(ParticipantAddress.Market, new EpisodeResults(rows)));
        }

        foreach (BatchedPolicy policy in Policies.Span)
        {
            policy.DrainTo(messages);
        }

        _demonstrations.DrainTo(messages);
        return messages;
    }

    private void ReceiveMessages(IReadOnlyList<ParticipantMessage> messages)
    {
        if (messages.Count == 0)
        {
            return;
        }

        foreach (ParticipantMessage message in messages)
        {
            switch (message.Content)
            {
                case PublishedWeights weights:
                    Policies.SetWeights(weights);
                    break;
                case OptionChoices choices:
                    ApplyChoices(choices);
                    break;
                case EpisodeStages stages:
                    _stages?.Add(stages);
                    break;
                default:
                    break;
            }
        }
    }

    // Every participant that holds agents of the policy receives the choices of all agents, those of other partitions included.
    private void ApplyChoices(OptionChoices choices)
    {
        foreach ((AccountId account, OptionChoice choice) in choices.Choices)
        {
            if (_accounts.Holds(_market.Population.BlockOf(account)))
            {
                _agents[_accounts.AgentOf(account)].PolicyStrategy?.Choose(choice);
            }
        }
    }

    private void RebuildPortfolios(IReadOnlyList<AccountStatement> statements, long tick)
    {
        if (statements.Count == 0)
        {
            return;
        }

        foreach (AccountStatement statement in statements)
        {
            int agent = _accounts.AgentOf(statement.Account);
            _agents[agent].Portfolio.Rebuild(statement);
            _schedule.Set(agent, _agents[agent].DueTick(tick - 1, _session));
        }
    }

    private void ApplyEvents(int agent, long tick)
    {
        if (!_turns.TryRun(agent, new AgentTurn(Market: null, _events.Of(agent), tick)))
        {
            throw new InvalidOperationException($"Agent {_agents[agent].Account.Value} could not apply its account events; its portfolio is wrong from here on.");
        }

        _schedule.Set(agent, _agents[agent].DueTick(tick - 1, _session));
    }

    private void Decide(int agent, MarketSnapshot market)
    {
        bool isDecided = _turns.TryDecide(agent, new AgentTurn(market, _events.Of(agent), market.Tick), _session);
        if (isDecided && _agents[agent].PolicyStrategy is { AwaitsAction: true })
        {
            Policies.Of(agent)!.AddWaiting(agent);
        }

        _schedule.Set(agent, _agents[agent].DueTick(market.Tick, _session));
    }

    // One inference for all agents that wait, then the end of each agent's decision.
    private void ActWaiting(BatchedPolicy policy, MarketSnapshot market)
    {
        if (policy.Waiting.Count == 0)
        {
            return;
        }

        policy.DrawActions(_agents, market.Tick);
        for (int row = 0; row < policy.Waiting.Count; row++)
        {
            int agent = policy.Waiting[row];
            if (!_turns.TryDecide(agent, new AgentTurn(market, default, market.Tick, policy.ActionOf(row)), _session))
            {
                _schedule.Set(agent, _agents[agent].DueTick(market.Tick, _session));
            }
        }

        policy.ClearWaiting();
    }
}
