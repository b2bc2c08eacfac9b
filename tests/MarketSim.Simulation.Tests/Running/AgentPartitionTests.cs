using MarketSim.Agents;
using MarketSim.Agents.Decisions;
using MarketSim.Agents.Population;
using MarketSim.Market.Accounts;
using MarketSim.Market.Arrivals;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Market.Venues;
using MarketSim.Simulation.Running;
using MarketSim.Simulation.Scenarios;

namespace MarketSim.Simulation.Tests.Running;

/// <summary>Four agents without any actor: number i decides first in tick i + 1, sends one order, and sleeps unless the test says otherwise.</summary>
public sealed class AgentPartitionTests
{
    private const long Second = SimulatedTime.NanosecondsPerSecond;

    private readonly Scenario _scenario;
    private readonly TradingAgent[] _agents;
    private readonly Decision _decision;
    private readonly AgentPartition _partition;
    private readonly List<(int Agent, long Tick)> _decided = [];
    private Action<Decision> _script = decision => decision.SubmitLimit(Side.Buy, new Price(90), new Quantity(5));

    public AgentPartitionTests()
    {
        _scenario = SmallMarket.Scenario() with
        {
            Agents = [.. Enumerable.Range(0, 4).Select(index => ScriptedStrategy.Group($"agent {index}", 1, (index + 1) * Second, decision => _script(decision)))],
        };
        Population population = new(_scenario);
        _agents = [.. population.Groups.Select(group => new TradingAgent(
            group, 0, _scenario.Seed, _scenario.Market.InitialPrice, Session, RestartPolicy.Default))];
        RequestBuffer requests = new();
        _decision = new Decision(requests, Session);
        _partition = new AgentPartition(_scenario.Seed, Session, _agents, [0], population.BlockSize, requests, Deliver);
        _partition.Schedule(tick: -1);
    }

    private TradingSession Session => _scenario.Market.Session;

    [Fact]
    public void Only_agents_that_are_awake_decide_and_the_next_due_tick_is_the_next_wake_up()
    {
        Assert.Equal(1, _partition.NextDueTick);

        Run(1);
        Assert.Equal(2, _partition.NextDueTick);
        Run(2);

        Assert.Equal([(0, 1), (1, 2)], _decided);
        Assert.Equal(3, _partition.NextDueTick);
        Assert.Equal(new AccountId(1), Assert.Single(_partition.Requests.ToArray()).Account);
        Assert.Equal(new PartitionCounters(Observations: 2, Requests: 2, Failures: 0), _partition.Counters);
    }

    [Fact]
    public void Requests_of_a_tick_are_in_order_of_arrival()
    {
        _script = decision => decision.WakeAt(Session.OpenOf(50) + (Second / 2));
        Enumerable.Range(1, 4).ToList().ForEach(tick => Run(tick));
        _script = decision => decision.SubmitLimit(Side.Sell, new Price(110), new Quantity(1));

        Run(50);

        OrderRequest[] sent = _partition.Requests.ToArray();
        Assert.Equal(4, sent.Length);
        Assert.Equal(sent.Order(new ArrivalOrder(_scenario.Seed)), sent);
        Assert.NotEqual([0, 1, 2, 3], sent.Select(request => request.Account.Value));
    }

    [Fact]
    public void Waking_news_wake_their_owner_in_the_same_tick_and_reach_it_first()
    {
        Enumerable.Range(1, 4).ToList().ForEach(tick => Run(tick));
        long seen = 0;
        _script = decision => seen = decision.Portfolio.Inventory;

        Run(10, SampleNews.Fill(0, 1, quantity: 3), SampleNews.Fill(0, 2, quantity: 4));

        Assert.Contains((0, 10), _decided);
        Assert.Equal(7, seen);
    }

    [Fact]
    public void Other_news_are_taken_in_without_a_decision()
    {
        Run(1);
        Assert.Single(_agents[0].Portfolio.OpenOrders);

        Run(2, SampleNews.Cancelled(0, 1));

        Assert.Equal([(0, 1), (1, 2)], _decided);
        Assert.Empty(_agents[0].Portfolio.OpenOrders);
        Assert.Equal(new PartitionCounters(Observations: 2, Requests: 2, Failures: 0), _partition.Counters);
    }

    [Fact]
    public void Failing_agent_loses_the_requests_of_the_tick_and_no_others_do()
    {
        _script = decision => decision.WakeAt(Session.OpenOf(60));
        Enumerable.Range(1, 4).ToList().ForEach(tick => Run(tick));
        _script = decision =>
        {
            decision.SubmitLimit(Side.Buy, new Price(90), new Quantity(5));
            if (decision.Portfolio.Inventory == 7)
            {
                throw new InvalidOperationException("the strategy is wrong");
            }
        };

        Run(60, SampleNews.Fill(2, 1, quantity: 7));

        Assert.Equal([0, 1, 3], _partition.Requests.ToArray().Select(request => request.Account.Value).Order());
        Assert.Equal([new AccountId(2)], _partition.StatementsWanted);
        Assert.Equal((1, 0), (_agents[2].Failures, _agents[1].Failures));
        Assert.Equal(1, _partition.Counters.Failures);

        // After its first failure it sleeps for one tick.
        Assert.Equal(61, _partition.NextDueTick);
        Run(61);
        Assert.Equal((2, 61), _decided[^1]);
    }

    [Fact]
    public void Statement_replaces_the_portfolio_before_anybody_decides()
    {
        Position position = new(77, 13, new Price(100));
        OpenOrder open = new(OrderId.Of(new AccountId(3), 9), Side.Sell, new Price(105), new Quantity(2));

        _partition.RunTick(Market(1), new ParticipantNews([], [new AccountStatement(new AccountId(3), position, [open]) { UnheardFills = 2, UnheardLots = 11 }]));

        Assert.Equal(position, _agents[3].Portfolio.Position);
        Assert.Equal((2L, 11L), (_agents[3].Portfolio.Fills, _agents[3].Portfolio.TradedLots));
        Assert.Equal([open], _agents[3].Portfolio.OpenOrders);
        Assert.Equal([(0, 1)], _decided);
        Assert.Equal(2, _partition.NextDueTick);
    }

    [Fact]
    public void News_at_a_barrier_run_nobody_and_wake_their_owners_at_the_next_tick()
    {
        Run(1);

        _partition.TakeNews(new ParticipantNews([SampleNews.Fill(0, 1, quantity: 3)], []), nextTick: 2);

        Assert.Equal([(0, 1)], _decided);
        Assert.Equal(3, _agents[0].Portfolio.Inventory);
        Assert.Equal(2, _partition.NextDueTick);
        Run(2);
        Assert.Equal([(0, 1), (0, 2), (1, 2)], _decided);
        Assert.Equal(new PartitionCounters(Observations: 3, Requests: 3, Failures: 0), _partition.Counters);
    }

    private void Run(long tick, params AccountEvent[] news) => _partition.RunTick(Market(tick), new ParticipantNews([.. news], []));

    private MarketSnapshot Market(long tick) => new()
    {
        Tick = tick,
        Time = Session.OpenOf(tick),
        Bids = [],
        Asks = [],
        LastPrice = new Price(100),
        CumulativeVolumeLots = 0,
        FundamentalValueTicks = 100,
    };

    // What an agent's actor and its supervisor do.
    private bool Deliver(int agent, AgentTurn turn)
    {
        foreach (AccountEvent news in turn.News)
        {
            _agents[agent].Apply(news, turn.WakeTick);
        }

        if (turn.Market is { } market)
        {
            _decided.Add((agent, market.Tick));
            try
            {
                _agents[agent].Decide(_decision, market);
            }
            catch (InvalidOperationException)
            {
                return false;
            }
        }

        return true;
    }
}
