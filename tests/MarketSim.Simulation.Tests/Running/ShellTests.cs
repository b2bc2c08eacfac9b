using MarketSim.Agents.Population;
using MarketSim.Engine.Definitions;
using MarketSim.Engine.Replicas;
using MarketSim.Engine.Stepping;
using MarketSim.Market.Fingerprints;
using MarketSim.Market.Venues;
using MarketSim.Numerics.Randomness;
using MarketSim.Results;
using MarketSim.Results.Tests;
using MarketSim.Scenarios;
using MarketSim.Simulation.Running;

namespace MarketSim.Simulation.Tests.Running;

/// <summary>The engine has three shells: the actors of a run, the loop of a replica, and the steps of an environment. The same scenario gives the same events in all of them.</summary>
public sealed class ShellTests
{
    private static readonly int[] Partitions = [1, 2, 7];

    [Fact]
    public async Task Actors_replica_and_stepped_market_give_the_same_events_on_random_scenarios()
    {
        long trades = 0, failures = 0;
        for (ulong seed = 1; seed <= 9; seed++)
        {
            Scenario scenario = Random(seed);
            MarketDefinition market = scenario.ToMarket();

            RunSummary actors = await SmallMarket.RunAsync(scenario, Partitions[(int)(seed % 3)]);
            var replica = new Fingerprint(market.Session.TickCount);
            new Replica(market).Run(episode: 0, market.Seed, replica);
            var stepped = new Fingerprint(market.Session.TickCount);
            SteppedMarket steps = RunToTheEnd(new SteppedMarket(market, stepped));

            Assert.Equal(actors.Fingerprint, replica.Value);
            Assert.Equal(actors.Fingerprint, stepped.Value);
            Assert.Equal((actors.Trades, actors.AgentFailures), (steps.Venue.Counters.Trades, steps.Counters.Failures));
            trades += actors.Trades;
            failures += actors.AgentFailures;
        }

        Assert.True(trades > 1_000 && failures > 10, $"{trades} trades and {failures} failures show too little");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public async Task Agents_that_are_actors_and_pooled_agents_give_the_same_run(int partitions)
    {
        RunSummary expected = await SmallMarket.RunAsync(SmallMarket.Scenario().As(AgentActors.Pooled), partitions: 2);

        foreach (AgentActors actors in Enum.GetValues<AgentActors>())
        {
            RunSummary summary = await SmallMarket.RunAsync(SmallMarket.Scenario(everyTicks: 100).As(actors), partitions);

            DeterminismTests.AssertSame(expected, summary);
            Assert.Equal(expected.Groups, summary.Groups);
        }
    }

    [Fact]
    public async Task Run_of_actors_continues_with_pooled_agents_and_the_other_way_round()
    {
        Scenario scenario = SmallMarket.Scenario(everyTicks: 50).With(FailingStrategy.Group(count: 3, every: 9));
        RunSummary expected = await SmallMarket.RunAsync(scenario);
        foreach ((AgentActors first, AgentActors second) in new[] { (AgentActors.Individual, AgentActors.Pooled), (AgentActors.Pooled, AgentActors.Individual) })
        {
            using var whole = new TemporaryFolder();
            List<TemporaryFolder> killed = [];
            await SimulationRun.StartAsync(scenario.As(first), whole.Path, SmallMarket.Options(progress: _ => killed.Add(whole.Copy())));

            RunResult resumed = await SimulationRun.ResumeAsync(scenario.As(second), killed[killed.Count / 2].Path, SmallMarket.Options(partitions: 5));

            DeterminismTests.AssertSame(expected, resumed.Summary);
            killed.ForEach(folder => folder.Dispose());
        }
    }

    private static SteppedMarket RunToTheEnd(SteppedMarket market)
    {
        while (!market.IsOver)
        {
            market.OpenTick();
            market.RunTick();
        }

        market.EndSession();
        return market;
    }

    // Groups of random sizes, latencies and intervals, executed in random ways; some agents fail.
    private static Scenario Random(ulong seed)
    {
        var random = new RandomStream(seed, RandomPurpose.Test, 0, 0);
        Scenario small = SmallMarket.Scenario(seed, everyTicks: 20 + random.NextInt32(100), seconds: 100 + random.NextInt32(200));
        TradingSession session = small.Market.Session;
        var groups = new List<ScenarioAgents>();
        foreach (ScenarioAgents group in small.Agents.Append(FailingStrategy.Group(count: 1 + random.NextInt32(5), every: 2 + random.NextInt32(9))))
        {
            if (group.Name == "noise" || random.NextBoolean(0.7))
            {
                groups.Add(group with
                {
                    Count = 1 + random.NextInt32(60),
                    Latency = new LatencyModel(1 + random.NextInt64(1_000_000_000), random.NextDouble(), random.NextInt64(1_000_000_000)),
                    Actors = random.NextBoolean() ? AgentActors.Pooled : AgentActors.Individual,
                });
            }
        }

        return small with
        {
            Agents = groups,
            Market = small.Market with { Session = new TradingSession(session.Open, session.Close, 100_000_000 * (1 + random.NextInt64(20))) },
        };
    }
}
