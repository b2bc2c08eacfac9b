using MarketSim.Agents.Decisions;
using MarketSim.Agents.Population;
using MarketSim.Agents.Tests.Harness;
using MarketSim.Market.Accounts;
using MarketSim.Market.Book;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Market.Venues;

namespace MarketSim.Agents.Tests.Population;

public sealed class TradingAgentTests
{
    private static readonly TradingSession Session = TestMarket.Session;
    private readonly RequestBuffer _requests = new();

    [Fact]
    public void Between_its_wake_ups_an_agent_is_not_due()
    {
        TradingAgent agent = Agent((decision, _) => decision.WakeAfter(100 * TestMarket.Second));

        Assert.Equal(10, agent.DueTick(-1, Session));
        Wake(agent, 10);
        Assert.Equal(110, agent.DueTick(10, Session));
        Assert.Equal(Session.Open + (110 * TestMarket.Second) + 500, agent.NextWake);
    }

    [Fact]
    public void It_decides_at_the_time_that_it_named()
    {
        SimulatedTime decided = default;
        TradingAgent agent = Agent((decision, _) => decided = decision.Now);
        Wake(agent, 10);

        Assert.Equal(Session.OpenOf(10) + 500, decided);
        Assert.Equal(long.MaxValue, agent.DueTick(10, Session));
    }

    [Fact]
    public void A_fill_wakes_it_on_the_next_tick_within_the_tick_and_its_own_wake_up_stands()
    {
        var seen = new List<(WakeReason Reason, SimulatedTime Now)>();
        TradingAgent agent = Agent((decision, _) => seen.Add((decision.Reason, decision.Now)));
        agent.Apply(EventOf(agent, AccountEventKind.Filled), tick: 4);
        Assert.Equal(4, agent.DueTick(3, Session));
        Wake(agent, 4);

        Assert.Equal(WakeReason.AccountEvent, seen[0].Reason);
        Assert.InRange(seen[0].Now - Session.OpenOf(4), 0, TestMarket.Second - 1);
        Assert.Equal(10, agent.DueTick(4, Session));
        Wake(agent, 10);
        Assert.Equal(WakeReason.Scheduled, seen[1].Reason);
    }

    [Theory]
    [InlineData(AccountEventKind.Filled, true)]
    [InlineData(AccountEventKind.Refused, true)]
    [InlineData(AccountEventKind.Expired, true)]
    [InlineData(AccountEventKind.Cancelled, false)]
    [InlineData(AccountEventKind.Amended, false)]
    public void Only_what_it_did_not_ask_for_wakes_it(AccountEventKind kind, bool wakes)
    {
        TradingAgent agent = Agent((_, _) => { });
        agent.Apply(EventOf(agent, kind), tick: 4);

        Assert.Equal(wakes ? 4 : 10, agent.DueTick(3, Session));
    }

    [Fact]
    public void After_a_failure_the_memory_is_new_and_the_pauses_double()
    {
        var decisions = new List<int>();
        TradingAgent agent = Agent((decision, count) =>
        {
            decisions.Add(count);
            decision.WakeAfter(TestMarket.Second);
        });
        Wake(agent, 10);
        Wake(agent, 11);
        agent.Fail(11, Session);
        Assert.Equal(12, agent.DueTick(11, Session));
        Wake(agent, 12);
        Assert.Equal([1, 2, 1], decisions);

        agent.Fail(12, Session);
        Assert.Equal(14, agent.DueTick(12, Session));
        agent.Fail(14, Session);
        Assert.Equal(18, agent.DueTick(14, Session));
        Assert.Equal(3, agent.Failures);
        Assert.False(agent.IsStopped);
    }

    [Fact]
    public void Failures_far_apart_do_not_add_up()
    {
        TradingAgent agent = Agent((_, _) => { }, new RestartPolicy(MaximumRestarts: 2, WindowTicks: 100, MaximumBackoffTicks: 8));
        agent.Fail(10, Session);
        agent.Fail(50, Session);
        agent.Fail(200, Session);
        agent.Fail(250, Session);
        Assert.False(agent.IsStopped);

        agent.Fail(299, Session);
        Assert.True(agent.IsStopped);
    }

    [Fact]
    public void A_stopped_agent_only_cancels_what_it_has_open_whenever_it_is_woken()
    {
        TradingAgent agent = Agent((decision, _) => decision.SubmitLimit(Side.Buy, new Price(9_000), new Quantity(5)), new RestartPolicy(0, 100, 8));
        OrderRequest order = Wake(agent, 10).Single();
        agent.Fail(11, Session);
        Assert.True(agent.IsStopped);
        Assert.Equal(12, agent.DueTick(11, Session));

        OrderRequest cancel = Wake(agent, 12).Single();
        Assert.Equal((RequestKind.Cancel, order.Order.Id), (cancel.Kind, cancel.Order.Id));
        Assert.Equal(long.MaxValue, agent.DueTick(12, Session));

        agent.Apply(EventOf(agent, AccountEventKind.Filled), tick: 13);
        Assert.Equal(13, agent.DueTick(12, Session));
        Assert.All(Wake(agent, 13), request => Assert.Equal(RequestKind.Cancel, request.Kind));
        Assert.Equal(long.MaxValue, agent.DueTick(13, Session));
    }

    [Fact]
    public void Back_off_doubles_up_to_its_maximum()
    {
        var policy = new RestartPolicy(1_000, 1_000, MaximumBackoffTicks: 100);

        Assert.Equal([1, 2, 4, 64, 100, 100], new[] { 1, 2, 3, 7, 8, 500 }.Select(policy.BackoffTicks));
    }

    [Fact]
    public void Requests_of_one_agent_never_overtake_each_other()
    {
        var latency = new LatencyModel(MedianNanoseconds: 1_000, Dispersion: 0, JitterNanoseconds: 10_000_000);
        TradingAgent agent = Agent(
            (decision, _) =>
            {
                for (int i = 0; i < 5; i++)
                {
                    OrderId id = decision.SubmitLimit(Side.Buy, new Price(9_000), new Quantity(1));
                    decision.Cancel(id);
                }

                decision.WakeAfter(2_000_000);
            },
            latency: latency);
        var all = new List<OrderRequest>();
        for (int tick = 10; tick < 200; tick++)
        {
            all.AddRange(Wake(agent, tick));
        }

        Assert.Equal(Enumerable.Range(1, all.Count), all.Select(request => request.Sequence));
        Assert.All(all.Zip(all.Skip(1)), pair => Assert.True(pair.First.Arrival <= pair.Second.Arrival));
        Assert.True(all.Select(request => request.Arrival).Distinct().Count() > 300);
    }

    [Fact]
    public void An_agent_is_restored_with_its_numbers_its_news_and_its_failures()
    {
        Action<Decision, int> decide = (decision, count) =>
        {
            decision.SubmitLimit(Side.Sell, new Price(10_000 + decision.Random.NextInt64(500)), new Quantity(count));
            decision.WakeAfter(1 + decision.Random.NextInt64(5 * TestMarket.Second));
        };
        var latency = new LatencyModel(1_000_000, 1, 500_000);
        TradingAgent agent = Agent(decide, latency: latency);
        Wake(agent, 10);
        agent.Fail(20, Session);
        Wake(agent, 21);
        agent.Apply(EventOf(agent, AccountEventKind.Filled), tick: 30);
        var writer = new MarketSim.Numerics.Serialization.MessagePackWriter();
        agent.Save(writer);

        TradingAgent restored = Agent(decide, latency: latency);
        var reader = new MarketSim.Numerics.Serialization.MessagePackReader(writer.Written);
        restored.Restore(ref reader, seed: 1);
        Assert.True(reader.End);
        // The order of the decision that failed does not count.
        Assert.Equal((1, 1L, agent.NextWake), (restored.Failures, restored.OrdersSent, restored.NextWake));
        for (long tick = agent.DueTick(29, Session); tick < 100; tick = agent.DueTick(tick, Session))
        {
            Assert.Equal(tick, restored.DueTick(tick - 1, Session));
            Assert.Equal(Wake(agent, tick), Wake(restored, tick));
        }
    }

    [Fact]
    public void The_state_of_another_account_is_refused()
    {
        var writer = new MarketSim.Numerics.Serialization.MessagePackWriter();
        Agent((_, _) => { }).Save(writer);
        byte[] saved = writer.Written.ToArray();
        var other = new TradingAgent(Groups.Of("noise", count: 2), 1, 1, new Price(10_000), Session, RestartPolicy.Default);

        InvalidDataException exception = Assert.Throws<InvalidDataException>(() =>
        {
            var reader = new MarketSim.Numerics.Serialization.MessagePackReader(saved);
            other.Restore(ref reader, 1);
        });
        Assert.Contains("number 0, not 1", exception.Message, StringComparison.Ordinal);
    }

    private static TradingAgent Agent(Action<Decision, int> decide, RestartPolicy? policy = null, LatencyModel? latency = null) => new(
        Groups.Of(() => new ScriptedStrategy(decide, Session.OpenOf(10) + 500), latency), 0, seed: 1, new Price(10_000), Session, policy ?? RestartPolicy.Default);

    private static AccountEvent EventOf(TradingAgent agent, AccountEventKind kind) => new(
        agent.Account, kind, EventReason.None, RequestKind.Submit, Side.Buy, false, default, OrderId.Of(agent.Account, 99), new Price(10_000), new Quantity(1), Quantity.Zero, 0);

    private OrderRequest[] Wake(TradingAgent agent, long tick)
    {
        _requests.TruncateTo(0);
        agent.Decide(new Decision(_requests, Session), TestMarket.Snapshot(tick));
        return _requests.Requests.ToArray();
    }
}
