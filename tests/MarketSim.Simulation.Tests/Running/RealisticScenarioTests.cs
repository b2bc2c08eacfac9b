using MarketSim.Agents.Population;
using MarketSim.Market.Time;
using MarketSim.Market.Venues;
using MarketSim.Results;
using MarketSim.Results.Tests;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Reading;
using MarketSim.Simulation.Running;

namespace MarketSim.Simulation.Tests.Running;

public sealed class RealisticScenarioTests
{
    [Fact]
    public void It_has_ten_thousand_agents_and_the_week_differs_by_its_session_only()
    {
        Scenario day = ScenarioCatalog.Read("realistic");
        Scenario week = ScenarioCatalog.Read("realistic-week");

        Assert.True(day.AgentCount >= 10_000);
        Assert.Equal(day.Agents.Select(Described), week.Agents.Select(Described), StringComparer.Ordinal);
        Assert.Equal(5 * day.Market.Session.Length, week.Market.Session.Length);
        Assert.Equal(day.Market.Session.Length, week.Market.Activity.DayNanoseconds);
    }

    [Fact]
    public void The_training_in_it_has_its_agents_and_the_learners_of_the_other_training()
    {
        Scenario day = ScenarioCatalog.Read("realistic");
        Scenario learners = ScenarioCatalog.Read("multi-agent-training");
        Scenario training = ScenarioCatalog.Read("realistic-training");

        string[] expected = [.. learners.Agents.Take(5).Concat(day.Agents).Select(Described)];
        Assert.Equal(expected, training.Agents.Select(Described), StringComparer.Ordinal);
        Assert.Equal((day.Market.Session.Length, day.Market.Session.TickNanoseconds), (training.Market.Session.Length, training.Market.Session.TickNanoseconds));
        Assert.Equal(
            day.Market.Fundamental.Parameters.Definitions.Select(definition => day.Market.Fundamental.Parameters[definition.Name]),
            training.Market.Fundamental.Parameters.Definitions.Select(definition => training.Market.Fundamental.Parameters[definition.Name]));
    }

    private static string Described(ScenarioAgents agents) =>
        $"{agents.Name} {agents.Count} {agents.Cash} {agents.Latency} {string.Join(' ', agents.Agent.Parameters.Definitions.Select(definition => definition.Format(agents.Agent.Parameters[definition.Name])))}";

    [Fact]
    public async Task Fingerprint_depends_neither_on_partitions_and_threads_nor_on_actors()
    {
        RunSummary one = await RunAsync(partitions: 1, threads: 1, AgentActors.Pooled);
        RunSummary seven = await RunAsync(partitions: 7, threads: 2, AgentActors.Pooled);
        RunSummary actors = await RunAsync(partitions: 3, threads: 2, AgentActors.Individual);

        Assert.Equal((one.Fingerprint, one.StateDigest), (seven.Fingerprint, seven.StateDigest));
        Assert.Equal((one.Fingerprint, one.StateDigest), (actors.Fingerprint, actors.StateDigest));
        Assert.Equal(0, one.AgentFailures);
        Assert.All(one.Groups, group => Assert.True(group.Trades > 0, $"{group.Name} never traded"));
    }

    [Fact]
    public async Task An_interrupted_run_goes_on_to_the_same_end()
    {
        RunSummary whole = await RunAsync(partitions: 2, threads: 2, AgentActors.Pooled);
        using var folder = new TemporaryFolder();
        using var interrupt = new CancellationTokenSource();
        Scenario scenario = Short(AgentActors.Pooled);
        RunResult cut = await SimulationRun.StartAsync(scenario, folder.Path, new RunOptions
        {
            TimeProvider = TimeProvider.System,
            Interrupt = interrupt.Token,
            ProgressInterval = TimeSpan.Zero,
            Progress = progress =>
            {
                if (progress.Tick > scenario.Market.Session.TickCount / 3)
                {
                    interrupt.Cancel();
                }
            },
        });
        RunResult resumed = cut.Summary.Status == RunStatus.Finished ? cut : await SimulationRun.ResumeAsync(folder.Path, new RunOptions { TimeProvider = TimeProvider.System });

        Assert.Equal(RunStatus.Interrupted, cut.Summary.Status);
        Assert.Equal((whole.Fingerprint, whole.StateDigest), (resumed.Summary.Fingerprint, resumed.Summary.StateDigest));
    }

    [Fact]
    public async Task Trades_name_the_parent_orders_of_splitters_and_of_nobody_else()
    {
        using var folder = new TemporaryFolder();
        await SimulationRun.StartAsync(Short(AgentActors.Pooled), folder.Path, new RunOptions { TimeProvider = TimeProvider.System });
        string[][] rows = [.. File.ReadLines(folder[RunFolder.TradesFile]).Select(line => line.Split(','))];
        int aggressor = Array.IndexOf(rows[0], "aggressor");
        int parent = Array.IndexOf(rows[0], "aggressor_parent");
        int splitters = ScenarioCatalog.Read("realistic").Agents[0].Count;

        Assert.True(rows.Length > 100);
        Assert.All(rows.Skip(1), row => Assert.Equal(int.Parse(row[aggressor]) < splitters, row[parent].Length > 0));
        Assert.All(rows.Skip(1).Where(row => row[parent].Length > 0), row => Assert.Equal(long.Parse(row[aggressor]), long.Parse(row[parent]) >> 32));
    }

    private static Scenario Short(AgentActors actors)
    {
        Scenario scenario = ScenarioCatalog.Read("realistic");
        TradingSession session = scenario.Market.Session;
        return scenario with
        {
            Market = scenario.Market with { Session = new TradingSession(session.Open, session.Open + (600 * SimulatedTime.NanosecondsPerSecond), session.TickNanoseconds) },
            Agents = [.. scenario.Agents.Select(agents => agents with { Actors = actors })],
        };
    }

    private static async Task<RunSummary> RunAsync(int partitions, int threads, AgentActors actors)
    {
        using var folder = new TemporaryFolder();
        RunResult result = await SimulationRun.StartAsync(
            Short(actors), folder.Path, new RunOptions { TimeProvider = TimeProvider.System, Partitions = partitions, Threads = threads });
        Assert.Equal(RunStatus.Finished, result.Summary.Status);
        return result.Summary;
    }
}
