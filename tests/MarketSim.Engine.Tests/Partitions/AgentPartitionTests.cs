using MarketSim.Agents;
using MarketSim.Agents.Decisions;
using MarketSim.Engine.Definitions;
using MarketSim.Engine.Episodes;
using MarketSim.Engine.Participants;
using MarketSim.Engine.Partitions;
using MarketSim.Engine.Tests.Harness;
using MarketSim.Market.Accounts;
using MarketSim.Market.Arrivals;
using MarketSim.Market.Orders;
using MarketSim.Market.Venues;

namespace MarketSim.Engine.Tests.Partitions;

/// <summary>Four agents without any actor: number i decides first in tick i + 1, sends one order, and sleeps unless the test says otherwise.</summary>
public sealed class AgentPartitionTests
{
    private const long Second = TestMarket.Second;

    private readonly MarketDefinition _market;
    private readonly AgentPartition _partition;
    private readonly List<(int Agent, long Tick)> _decided = [];
    private ParticipantActions _actions;
    private Action<Decision> _script = decision => decision.SubmitLimit(Side.Buy, new Price(90), new Quantity(5));

    public AgentPartitionTests()
    {
        var market = new TestMarket();
        for (int number = 0; number < 4; number++)
        {
            int agent = number;
            market.WithScript($"agent {agent}", 1, (agent + 1) * Second, (decision, _) =>
            {
                _decided.Add((agent, decision.Market.Tick));
                _script(decision);
            });
        }

        _market = market.Build();
        _partition = new AgentPartition(_market, EpisodeCalendar.Of(_market), blocks: [0]);
        _partition.Schedule(tick: -1);
    }

    private IReadOnlyList<TradingAgent> Agents => _partition.Agents;

    private TradingSession Session => _market.Session;

    [Fact]
    public void Only_agents_that_are_awake_decide_and_the_next_due_tick_is_the_next_wake_up()
    {
        Assert.Equal(1, _partition.NextDueTick);

        Run(1);
        Assert.Equal(2, _partition.NextDueTick);
        Run(2);

        Assert.Equal([(0, 1), (1, 2)], _decided);
        Assert.Equal(3, _partition.NextDueTick);
        Assert.Equal(new AccountId(1), Assert.Single(_actions.Requests.ToArray()).Account);
        Assert.Equal(new PartitionCounters(Observations: 2, Requests: 2, Failures: 0), _partition.Counters);
    }

    [Fact]
    public void Requests_of_a_tick_are_in_order_of_arrival()
    {
        _script = decision => decision.WakeAt(Session.OpenOf(50) + (Second / 2));
        Enumerable.Range(1, 4).ToList().ForEach(tick => Run(tick));
        _script = decision => decision.SubmitLimit(Side.Sell, new Price(110), new Quantity(1));

        Run(50);

        OrderRequest[] sent = _actions.Requests.ToArray();
        Assert.Equal(4, sent.Length);
        Assert.Equal(sent.Order(new ArrivalOrder(_market.Seed)), sent);
        Assert.NotEqual([0, 1, 2, 3], sent.Select(request => request.Account.Value));
    }

    [Fact]
    public void Waking_events_wake_their_owner_in_the_same_tick_and_reach_it_first()
    {
        Enumerable.Range(1, 4).ToList().ForEach(tick => Run(tick));
        long seen = 0;
        _script = decision => seen = decision.Portfolio.Inventory;

        Run(10, SampleEvents.Fill(0, 1, quantity: 3), SampleEvents.Fill(0, 2, quantity: 4));

        Assert.Contains((0, 10), _decided);
        Assert.Equal(7, seen);
    }

    [Fact]
    public void Other_events_are_applied_without_a_decision()
    {
        Run(1);
        Assert.Single(Agents[0].Portfolio.OpenOrders);

        Run(2, SampleEvents.Cancelled(0, 1));

        Assert.Equal([(0, 1), (1, 2)], _decided);
        Assert.Empty(Agents[0].Portfolio.OpenOrders);
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

        Run(60, SampleEvents.Fill(2, 1, quantity: 7));

        Assert.Equal([0, 1, 3], _actions.Requests.ToArray().Select(request => request.Account.Value).Order());
        Assert.Equal([new AccountId(2)], _actions.FailedAgents);
        Assert.Equal((1, 0), (Agents[2].Failures, Agents[1].Failures));
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

        _partition.Run(Market(1), ParticipantDelivery.Empty with { Statements = [new AccountStatement(new AccountId(3), position, [open]) { UndeliveredFills = 2, UndeliveredLots = 11 }] });

        Assert.Equal(position, Agents[3].Portfolio.Position);
        Assert.Equal((2L, 11L), (Agents[3].Portfolio.Fills, Agents[3].Portfolio.TradedLots));
        Assert.Equal([open], Agents[3].Portfolio.OpenOrders);
        Assert.Equal([(0, 1)], _decided);
        Assert.Equal(2, _partition.NextDueTick);
    }

    [Fact]
    public void Delivery_at_a_barrier_runs_nobody_and_wakes_its_owners_at_the_next_tick()
    {
        Run(1);

        _partition.Receive(ParticipantDelivery.Empty with { Events = new[] { SampleEvents.Fill(0, 1, quantity: 3) } }, nextTick: 2);

        Assert.Equal([(0, 1)], _decided);
        Assert.Equal(3, Agents[0].Portfolio.Inventory);
        Assert.Equal(2, _partition.NextDueTick);
        Run(2);
        Assert.Equal([(0, 1), (0, 2), (1, 2)], _decided);
        Assert.Equal(new PartitionCounters(Observations: 3, Requests: 3, Failures: 0), _partition.Counters);
    }

    private void Run(long tick, params AccountEvent[] events) => _actions = _partition.Run(Market(tick), ParticipantDelivery.Empty with { Events = events });

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
}
