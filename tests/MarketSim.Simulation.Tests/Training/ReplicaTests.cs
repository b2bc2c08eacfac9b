using MarketSim.Engine.Episodes;
using MarketSim.Engine.Replicas;
using MarketSim.Market.Fingerprints;
using MarketSim.Results;
using MarketSim.Results.Tests;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Tests.Markets;
using MarketSim.Simulation.Running;
using MarketSim.Simulation.Tests.Running;

namespace MarketSim.Simulation.Tests.Training;

public sealed class ReplicaTests
{
    private static readonly string OneEpisode = SmallTraining.Yaml
        .Replace("segment: 5", "segment: 0", StringComparison.Ordinal).Replace("episodes: 3", "episodes: 1", StringComparison.Ordinal);

    [Fact]
    public async Task A_market_without_actors_gives_the_events_of_the_actors()
    {
        Scenario scenario = SmallTraining.Scenario(yaml: OneEpisode);
        EpisodeCalendar calendar = scenario.Calendar;
        var fingerprint = new Fingerprint(calendar.TickCount);

        RunSummary actors = await SmallMarket.RunAsync(scenario, partitions: 3);
        new Replica(scenario.ToMarket()).Run(episode: 0, calendar.SeedOf(0), fingerprint);

        Assert.Equal(actors.Fingerprint, fingerprint.Value);
    }

    [Fact]
    public async Task Copies_teach_the_same_learners_and_repeat_over_partitions_and_a_kill()
    {
        Scenario scenario = SmallTraining.Scenario(everyTicks: 40);
        scenario = scenario with { Training = scenario.Training! with { Replicas = 3 } };
        using var whole = new TemporaryFolder();
        List<TemporaryFolder> killed = [];
        RunResult expected = await SimulationRun.StartAsync(scenario, whole.Path, SmallMarket.Options(progress: _ => killed.Add(whole.Copy())));

        var episodes = new CsvTable(whole[RunFolder.EpisodesFile]);
        decimal[] steps = new CsvTable(whole[RunFolder.LearningFile]).Where("policy", "shared").Where("name", "steps").Numbers("value");
        RunSummary one = await SmallMarket.RunAsync(SmallTraining.Scenario());
        Assert.Equal(["0", "1", "2"], episodes.Texts("replica").Distinct(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.Equal([3 * 72m, 3 * 72m, 3 * 72m], steps);
        Assert.NotEqual(one.Fingerprint, expected.Summary.Fingerprint, StringComparer.Ordinal);

        RunResult resumed = await SimulationRun.ResumeAsync(killed[killed.Count / 2].Path, SmallMarket.Options(partitions: 5));

        DeterminismTests.AssertSame(expected.Summary, resumed.Summary);
        TrainingRunTests.AssertSameFiles(whole, killed[killed.Count / 2]);
        killed.ForEach(folder => folder.Dispose());
    }
}
