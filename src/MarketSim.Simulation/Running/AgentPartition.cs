using MarketSim.Agents;
using MarketSim.Agents.Decisions;
using MarketSim.Market.Accounts;
using MarketSim.Market.Arrivals;
using MarketSim.Market.Orders;
using MarketSim.Market.Venues;
using MarketSim.Simulation.Training;

namespace MarketSim.Simulation.Running;

/// <summary>Gives an agent its turn; false when the agent failed.</summary>
internal delegate bool DeliverTurn(int agent, AgentTurn turn);

/// <summary>
/// A number of agents, their wake-ups and their requests: what a partition does, without actors. Agents are numbered from 0 within the partition.
/// </summary>
internal sealed class AgentPartition
{
    private readonly TradingAgent[] _agents;
    private readonly int[] _firstAgentOfBlock;
    private readonly int _blockSize;
    private readonly RequestBuffer _requests;
    private readonly DeliverTurn _deliver;
    private readonly PartitionSchedule _schedule;
    private readonly PolicyDesks _policies;
    private readonly AgentNews _news;
    private readonly List<AccountId> _statementsWanted = [];
    private TradingSession _session;
    private ArrivalRun _run;

    // Counted in the present tick.
    private long _observations;

    /// <param name="agents">In order of accounts, block after block.</param>
    /// <param name="firstAgentOfBlock">By block: the number of its first agent; meaningless for blocks of other partitions.</param>
    /// <param name="policies">By which its agents act, if any; null for none.</param>
    public AgentPartition(
        ulong seed,
        TradingSession session,
        TradingAgent[] agents,
        int[] firstAgentOfBlock,
        int blockSize,
        RequestBuffer requests,
        DeliverTurn deliver,
        PolicyDesks? policies = null)
    {
        _session = session;
        _agents = agents;
        _firstAgentOfBlock = firstAgentOfBlock;
        _blockSize = blockSize;
        _requests = requests;
        _deliver = deliver;
        _run = new ArrivalRun(seed);
        _schedule = new PartitionSchedule(agents.Length);
        _news = new AgentNews(agents.Length);
        _policies = policies ?? PolicyDesks.None;
    }

    /// <summary>The first tick of trading at which anybody is awake; <see cref="long.MaxValue"/> for none.</summary>
    public long NextDueTick => _schedule.NextDueTick < _session.EndTick ? _schedule.NextDueTick : long.MaxValue;

    /// <summary>What was counted since this object was made.</summary>
    public PartitionCounters Counters { get; private set; }

    /// <summary>What the agents asked for in the last tick, in order of arrival; valid until the next tick.</summary>
    public ReadOnlyMemory<OrderRequest> Requests { get; private set; }

    /// <summary>Agents that failed in the last tick.</summary>
    public IReadOnlyList<AccountId> StatementsWanted => _statementsWanted;

    /// <summary>Names every agent's wake-up, at the start and after a restore.</summary>
    /// <param name="tick">The tick closed last; -1 before the first.</param>
    public void Schedule(long tick)
    {
        for (int agent = 0; agent < _agents.Length; agent++)
        {
            _schedule.Set(agent, _agents[agent].DueTick(tick, _session));
        }
    }

    /// <summary>Delivers news, then gives every agent that is awake its turn.</summary>
    public void RunTick(MarketSnapshot market, ParticipantNews news)
    {
        _requests.TruncateTo(0);
        _statementsWanted.Clear();
        Rebuild(news.Statements, market.Tick);
        _news.Group(news.Events, AgentOf);
        foreach (int agent in _news.Agents)
        {
            // Whoever is awake gets the news with its turn.
            if (_agents[agent].WakesOn(_news.Of(agent)))
            {
                _schedule.Set(agent, market.Tick);
            }
            else if (_schedule.DueTick(agent) != market.Tick)
            {
                ApplyNews(agent, market.Tick);
            }
        }

        while (_schedule.NextDueTick == market.Tick)
        {
            Decide(_schedule.NextAgent, market);
        }

        foreach (PolicyDesk desk in _policies.All)
        {
            Act(desk, market);
        }

        Requests = _run.Sort(_requests.Requests);
        Counters = new PartitionCounters(
            Counters.Observations + _observations, Counters.Requests + _requests.Count, Counters.Failures + _statementsWanted.Count);
        _observations = 0;
    }

    /// <summary>Delivers news without running anybody; what they wake is awake at <paramref name="nextTick"/>.</summary>
    public void TakeNews(ParticipantNews news, long nextTick)
    {
        Rebuild(news.Statements, nextTick);
        _news.Group(news.Events, AgentOf);
        foreach (int agent in _news.Agents)
        {
            ApplyNews(agent, nextTick);
        }
    }

    /// <summary>After trading: delivers the last news, runs nobody, and takes from learning agents what they have not handed over yet.</summary>
    public void EndEpisode(MarketSnapshot market, ParticipantNews news)
    {
        _requests.TruncateTo(0);
        _statementsWanted.Clear();
        Requests = default;
        TakeNews(news, market.Tick);
        for (int agent = 0; agent < _agents.Length; agent++)
        {
            if (_policies.Of(agent) is { } desk)
            {
                desk.End(_agents[agent], market, _session);
            }
        }
    }

    /// <summary>Begins a session with all agents as they were at first.</summary>
    public void BeginEpisode(ulong seed, TradingSession session)
    {
        _session = session;
        _run = new ArrivalRun(seed);
        foreach (TradingAgent agent in _agents)
        {
            agent.Begin(seed, session);
        }

        Schedule(session.FirstTick - 1);
    }

    private void Rebuild(AccountStatement[] statements, long tick)
    {
        foreach (AccountStatement statement in statements)
        {
            TradingAgent agent = _agents[AgentOf(statement.Account)];
            agent.Portfolio.Rebuild(statement);
            _schedule.Set(AgentOf(statement.Account), agent.DueTick(tick - 1, _session));
        }
    }

    private void ApplyNews(int agent, long tick)
    {
        ArraySegment<AccountEvent> events = _news.Of(agent);
        if (!_deliver(agent, new AgentTurn(market: null, events, tick)))
        {
            throw new InvalidOperationException($"Agent {_agents[agent].Account.Value} could not take its news in; its books are wrong from here on.");
        }

        _schedule.Set(agent, _agents[agent].DueTick(tick - 1, _session));
    }

    private void Decide(int agent, MarketSnapshot market)
    {
        int before = _requests.Count;
        ArraySegment<AccountEvent> events = _news.Of(agent);
        _observations++;
        if (!_deliver(agent, new AgentTurn(market, events, market.Tick)))
        {
            Fail(agent, before, market.Tick);
        }
        else if (_agents[agent].PolicyStrategy is { AwaitsAction: true })
        {
            _policies.Of(agent)!.Wait(agent);
        }

        _schedule.Set(agent, _agents[agent].DueTick(market.Tick, _session));
    }

    // One inference for all that wait, then the second half of each one's decision.
    private void Act(PolicyDesk desk, MarketSnapshot market)
    {
        if (desk.Waiting.Count == 0)
        {
            return;
        }

        desk.Act(_agents, market.Tick);
        for (int row = 0; row < desk.Waiting.Count; row++)
        {
            int agent = desk.Waiting[row];
            int before = _requests.Count;
            if (!_deliver(agent, new AgentTurn(market, default, market.Tick) { Action = desk.RowOf(row) }))
            {
                Fail(agent, before, market.Tick);
                _schedule.Set(agent, _agents[agent].DueTick(market.Tick, _session));
            }
        }

        desk.Acted();
    }

    // A failing agent loses this tick's requests and its strategy's memory; what it owns is asked of the venue.
    private void Fail(int agent, int requestsBefore, long tick)
    {
        _requests.TruncateTo(requestsBefore);
        _agents[agent].Fail(tick, _session);
        _statementsWanted.Add(_agents[agent].Account);
    }

    private int AgentOf(AccountId account) =>
        _firstAgentOfBlock[account.Value / _blockSize] + (account.Value % _blockSize);
}
