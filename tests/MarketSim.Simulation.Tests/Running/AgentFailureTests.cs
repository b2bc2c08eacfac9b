using MarketSim.Agents.Population;
using MarketSim.Results;
using MarketSim.Results.Tests;
using MarketSim.Scenarios;
using MarketSim.Simulation.Participants;
using MarketSim.Simulation.Running;

namespace MarketSim.Simulation.Tests.Running;

public sealed class AgentFailureTests
{
    [Fact]
    public async Task A_failing_agent_comes_back_and_its_books_still_agree_with_the_venue()
    {
        // Settlement compares every portfolio with the ledger, so a run that finishes has rebuilt them rightly.
        Scenario scenario = SmallMarket.Scenario().With(FailingStrategy.Group(count: 3, every: 40));
        using var folder = new TemporaryFolder();

        RunResult result = await SimulationRun.StartAsync(scenario, folder.Path, SmallMarket.Options());

        GroupResult failing = result.Summary.Groups.Single(group => group.Name == "failing");
        Assert.Equal(RunStatus.Finished, result.Summary.Status);
        Assert.True(failing.Failures > 3, $"{failing.Failures} failures");
        Assert.Equal(failing.Failures, result.Summary.AgentFailures);
        Assert.True(failing.Trades > 0);
    }

    [Fact]
    public async Task Fills_that_come_with_a_rebuilt_portfolio_are_counted_like_any_other()
    {
        Scenario scenario = SmallMarket.Scenario().With(FailingStrategy.Group(count: 10, every: 3));
        using var folder = new TemporaryFolder();

        RunResult result = await SimulationRun.StartAsync(scenario, folder.Path, SmallMarket.Options());

        CsvTable agents = new(folder[RunFolder.AgentsFile]);
        Assert.True(result.Summary.AgentFailures > 20, $"only {result.Summary.AgentFailures} failures");
        Assert.Equal(2 * result.Summary.Trades, agents.Numbers("trades").Sum());
        Assert.Equal(2 * new CsvTable(folder[RunFolder.TradesFile]).Numbers("quantity").Sum(), agents.Numbers("volume").Sum());
    }

    [Fact]
    public async Task Failures_do_not_depend_on_the_placement()
    {
        Scenario scenario = SmallMarket.Scenario().With(FailingStrategy.Group(count: 5, every: 7));

        RunSummary one = await SmallMarket.RunAsync(scenario, partitions: 1, threads: 1);
        RunSummary many = await SmallMarket.RunAsync(scenario, partitions: 7);

        Assert.True(one.AgentFailures > 5);
        DeterminismTests.AssertSame(one, many);
    }

    [Fact]
    public async Task Failing_agents_give_the_same_run_whether_they_are_actors_or_pooled()
    {
        Scenario scenario = SmallMarket.Scenario().With(FailingStrategy.Group(count: 5, every: 7));

        RunSummary individual = await SmallMarket.RunAsync(scenario.As(AgentActors.Individual), partitions: 2);
        RunSummary pooled = await SmallMarket.RunAsync(scenario.As(AgentActors.Pooled), partitions: 3);

        Assert.True(individual.AgentFailures > 5);
        DeterminismTests.AssertSame(individual, pooled);
        Assert.Equal(individual.Groups, pooled.Groups);
    }

    [Fact]
    public async Task A_run_with_failing_agents_resumes_exactly()
    {
        Scenario scenario = SmallMarket.Scenario(everyTicks: 11).With(FailingStrategy.Group(count: 5, every: 7));
        using var whole = new TemporaryFolder();
        List<TemporaryFolder> killed = [];
        RunResult expected = await SimulationRun.StartAsync(scenario, whole.Path, SmallMarket.Options(progress: _ => killed.Add(whole.Copy())));

        foreach (TemporaryFolder folder in killed)
        {
            RunResult resumed = await SimulationRun.ResumeAsync(scenario, folder.Path, SmallMarket.Options());
            DeterminismTests.AssertSame(expected.Summary, resumed.Summary);
            folder.Dispose();
        }
    }

    [Fact]
    public async Task An_agent_that_always_fails_is_stopped_and_leaves_no_order_behind()
    {
        Scenario scenario = SmallMarket.Scenario(seconds: 1_500).With(FailingStrategy.Group(count: 2, every: 1));
        using var folder = new TemporaryFolder();

        RunResult result = await SimulationRun.StartAsync(scenario, folder.Path, SmallMarket.Options());

        GroupResult failing = result.Summary.Groups.Single(group => group.Name == "failing");

        // Ten restarts are allowed; the eleventh failure stops the agent. What a failing decision sent is lost.
        Assert.Equal(22, failing.Failures);
        Assert.Equal(0, failing.Trades);
    }

    [Theory]
    [InlineData(typeof(OutOfMemoryException), AgentActors.Individual)]
    [InlineData(typeof(IOException), AgentActors.Individual)]
    [InlineData(typeof(OutOfMemoryException), AgentActors.Pooled)]
    [InlineData(typeof(IOException), AgentActors.Pooled)]
    public async Task Running_out_of_memory_or_disk_ends_the_run_as_failed(Type exception, AgentActors actors)
    {
        Scenario scenario = SmallMarket.Scenario()
            .With(FailingStrategy.Group(count: 1, every: 20, () => (Exception)Activator.CreateInstance(exception)!))
            .As(actors);
        using var folder = new TemporaryFolder();

        await Assert.ThrowsAsync<RunFailedException>(() => SimulationRun.StartAsync(scenario, folder.Path, SmallMarket.Options()));

        Assert.Contains("\"status\": \"failed\"", File.ReadAllText(folder[RunFolder.SummaryFile]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failing_agents_do_not_take_others_down()
    {
        Scenario scenario = SmallMarket.Scenario().With(FailingStrategy.Group(count: 2, every: 1));

        RunSummary with = await SmallMarket.RunAsync(scenario);
        RunSummary without = await SmallMarket.RunAsync(SmallMarket.Scenario());

        // They never get an order through, so the others trade as if they were not there.
        Assert.Equal(without.Fingerprint, with.Fingerprint);
    }
}
