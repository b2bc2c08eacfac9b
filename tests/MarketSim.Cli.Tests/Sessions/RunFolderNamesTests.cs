using MarketSim.Cli.Sessions;
using MarketSim.Cli.Tests.Progress;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Reading;
using Microsoft.Extensions.Time.Testing;

namespace MarketSim.Cli.Tests.Sessions;

public sealed class RunFolderNamesTests
{
    [Fact]
    public void Name_tells_scenario_seed_and_time_in_utc()
    {
        Scenario scenario = ScenarioReader.Read(Workplace.SmallScenario, "small.yaml");

        Assert.Equal(Path.Combine("runs", "small-3-20260102-093000"), RunFolderNames.ForNewRun(scenario, new FakeTimeProvider(new DateTimeOffset(2026, 1, 2, 9, 30, 0, TimeSpan.Zero))));
    }
}
