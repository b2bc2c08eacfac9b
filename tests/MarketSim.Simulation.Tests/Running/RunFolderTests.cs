using MarketSim.Results;
using MarketSim.Results.Tests;
using MarketSim.Simulation.Running;

namespace MarketSim.Simulation.Tests.Running;

public sealed class RunFolderTests
{
    [Fact]
    public void Version_and_text_beyond_ascii_are_written_as_they_are()
    {
        RunSummary summary = RunSummaries.NotBegun(SmallMarket.Scenario()) with { Version = "0.4.0+abc", Notes = ["Größe > 1"] };
        using var temporary = new TemporaryFolder();
        RunFolder folder = RunFolder.Create(temporary.Path);

        folder.WriteSummary(summary);

        Assert.Contains("\"version\":\"0.4.0+abc\"", RunFolder.ToJsonLine(summary), StringComparison.Ordinal);
        Assert.Contains("\"version\": \"0.4.0+abc\"", File.ReadAllText(folder.PathOf(RunFolder.SummaryFile)), StringComparison.Ordinal);
        Assert.Contains("Größe > 1", File.ReadAllText(folder.PathOf(RunFolder.SummaryFile)), StringComparison.Ordinal);
    }
}
