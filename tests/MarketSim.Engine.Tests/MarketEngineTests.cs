using MarketSim.Agents.Population;
using MarketSim.Engine.Definitions;
using MarketSim.Engine.Episodes;
using MarketSim.Engine.Participants;
using MarketSim.Engine.Tests.Harness;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;

namespace MarketSim.Engine.Tests;

public sealed class MarketEngineTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void Partitions_order_of_answers_and_checkpoints_do_not_change_the_events(int partitions)
    {
        MarketDefinition market = new TestMarket(seconds: 300).WithCrowd().WithFailing(count: 5, every: 7).Build();
        PartitionedMarket expected = new PartitionedMarket(market, partitions: 3).Run();

        PartitionedMarket reordered = new PartitionedMarket(market, partitions, orderSeed: 5).Run();
        PartitionedMarket restored = new PartitionedMarket(market, partitions, saveEveryTicks: 11).Run();

        Assert.True(expected.Trades > 100, $"only {expected.Trades} trades show too little");
        Assert.True(expected.Counters.Failures > 5, $"only {expected.Counters.Failures} failures show too little");
        AssertSame(expected, reordered);
        AssertSame(expected, restored);
    }

    [Fact]
    public void Agents_called_directly_and_agents_that_are_actors_give_the_same_events_failures_included()
    {
        long trades = 0, failures = 0;
        for (ulong seed = 0; seed < 12; seed++)
        {
            MarketDefinition market = TestMarket.Random(seed);

            PartitionedMarket pooled = new PartitionedMarket(market.As(AgentActors.Pooled), partitions: 2).Run();
            PartitionedMarket individual = new PartitionedMarket(market.As(AgentActors.Individual), partitions: 2).Run();

            AssertSame(pooled, individual);
            Assert.Equal(pooled.Failed, individual.Failed);
            Assert.Equal(0, pooled.IndividualTurns);
            Assert.True(individual.IndividualTurns >= individual.Counters.Observations);
            trades += pooled.Trades;
            failures += pooled.Counters.Failures;
        }

        Assert.True(trades > 1_000 && failures > 10, $"{trades} trades and {failures} failures show too little");
    }

    [Theory]
    [InlineData(AgentActors.Pooled)]
    [InlineData(AgentActors.Individual)]
    public void Running_out_of_memory_or_disk_is_not_the_agents_failure(AgentActors actors)
    {
        foreach (Exception fault in new Exception[] { new OutOfMemoryException("no memory"), new IOException("no space") })
        {
            MarketDefinition market = new TestMarket().WithScript("unlucky", 1, TestMarket.Second, (_, _) => throw fault).Build().As(actors);

            Exception thrown = Assert.ThrowsAny<Exception>(() => new PartitionedMarket(market, partitions: 1).Run());

            Assert.Same(fault, thrown);
        }
    }

    [Fact]
    public void Tick_opens_only_for_participants_that_are_due()
    {
        // Two blocks of one agent's due tick each: 8 agents at second 3, 8 at second 5.
        MarketDefinition market = new TestMarket(seconds: 60)
            .WithScript("early", 8, 3 * TestMarket.Second, (_, _) => { })
            .WithScript("late", 8, 5 * TestMarket.Second, (_, _) => { })
            .Build();
        MarketEngine engine = Create(market, partitions: 2);
        engine.SetDue(0, 3, default);
        engine.SetDue(1, 5, default);

        engine.OpenTick();

        Assert.Equal((3, true, false), (engine.Tick, engine.IsDue(0), engine.IsDue(1)));
        Assert.Throws<InvalidOperationException>(engine.OpenTick);
        engine.Receive(0, ParticipantActions.Of([], long.MaxValue));
        engine.CloseTick();
        Assert.Equal(5, engine.NextDueTick);
    }

    [Fact]
    public void No_tick_opens_when_nobody_is_due_any_more()
    {
        MarketEngine engine = Create(new TestMarket().WithScript("asleep", 1, 0, (_, _) => { }).Build(), partitions: 1);

        Assert.Equal(long.MaxValue, engine.NextDueTick);
        Assert.Throws<InvalidOperationException>(engine.OpenTick);
    }

    [Fact]
    public void Order_that_expires_while_the_last_episode_is_settled_makes_nobody_due_when_the_run_is_over()
    {
        MarketDefinition market = new TestMarket(seconds: 60)
            .WithScript("late", 1, 58 * TestMarket.Second, (decision, _) => decision.SubmitGoodTill(
                Side.Buy, new Price(9_000), new Quantity(1), new SimulatedTime((34_200 + 62) * TestMarket.Second)))
            .Build(training: new TrainingDefinition(Episodes: 1, Replicas: 1, CompetitiveRewards: false, MarketImpact: true));
        var run = new PartitionedMarket(market, partitions: 1);

        run.RunTicks(ticks: 10);

        Assert.Equal(62, run.Tick);
        Assert.Equal(long.MaxValue, run.NextDueTick);
    }

    [Fact]
    public void Message_makes_its_recipient_due_at_the_next_tick_even_when_a_checkpoint_delivers_it_before()
    {
        MarketDefinition market = new TestMarket(seconds: 60).WithScript("agent", 8, 0, (_, _) => { }).Build();
        IReadOnlyList<BarrierSlot> slots = BarrierSlot.Spread(market.Population, partitions: 1, participants: ["learner-a"]);
        var engine = new MarketEngine(market, EpisodeCalendar.Of(market), slots);
        var message = new ParticipantMessage(ParticipantAddress.Learner("a"), new TrajectoryBatch([]));
        engine.SetDue(0, 4, default);
        engine.OpenTick();
        engine.Receive(0, ParticipantActions.Of([message], long.MaxValue));
        engine.CloseTick();

        Assert.Equal([message], engine.DeliverBetweenTicks(1).Messages);
        Assert.Equal(5, engine.NextDueTick);
        engine.OpenTick();
        Assert.Equal((false, true), (engine.IsDue(0), engine.IsDue(1)));
        Assert.Empty(engine.Deliver(1).Messages);
    }

    [Fact]
    public void Message_to_nobody_is_the_programs_fault()
    {
        MarketEngine engine = Create(new TestMarket(seconds: 60).WithScript("agent", 1, 0, (_, _) => { }).Build(), partitions: 1);
        engine.SetDue(0, 1, default);
        engine.OpenTick();

        Assert.Throws<InvalidOperationException>(
            () => engine.Receive(0, ParticipantActions.Of([new ParticipantMessage(ParticipantAddress.Learner("nobody"), new TrajectoryBatch([]))], 2)));
    }

    [Fact]
    public void Reports_of_a_tick_do_not_depend_on_the_order_of_the_answers()
    {
        MarketDefinition market = new TestMarket(seconds: 60).WithScript("agent", 24, 0, (_, _) => { }).Build();
        LearnerRow[] rows = [.. Enumerable.Range(0, 3).Select(learner => new LearnerRow(1, learner, default, [], string.Empty))];

        string[] orders = [.. new[] { new[] { 0, 1, 2 }, [2, 0, 1], [1, 2, 0] }.Select(order =>
        {
            MarketEngine engine = Create(market, partitions: 3);
            for (int participant = 0; participant < 3; participant++)
            {
                engine.SetDue(participant, 1, default);
            }

            engine.OpenTick();
            foreach (int participant in order)
            {
                engine.Receive(participant, ParticipantActions.Of([new ParticipantMessage(ParticipantAddress.Market, rows[participant])], long.MaxValue));
            }

            return string.Join(',', engine.CloseTick().LearnerRows.Select(row => row.Learner));
        })];

        Assert.Equal(["0,1,2", "0,1,2", "0,1,2"], orders, StringComparer.Ordinal);
    }

    [Fact]
    public void Prices_are_those_of_the_definition()
    {
        MarketEngine engine = Create(new TestMarket().WithScript("agent", 1, 0, (_, _) => { }).Build(), partitions: 1);

        Assert.Equal(new Price(10_000), engine.Venue.LastPrice);
    }

    private static MarketEngine Create(MarketDefinition market, int partitions) =>
        new(market, EpisodeCalendar.Of(market), BarrierSlot.Spread(market.Population, partitions, participants: []));

    private static void AssertSame(PartitionedMarket expected, PartitionedMarket actual)
    {
        Assert.Equal(expected.Fingerprint, actual.Fingerprint);
        Assert.Equal(expected.Counters, actual.Counters);
        Assert.Equal(expected.Agents.Select(agent => agent.Portfolio.Position), actual.Agents.Select(agent => agent.Portfolio.Position));
    }
}
