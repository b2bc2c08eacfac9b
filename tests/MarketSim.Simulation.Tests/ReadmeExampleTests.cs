using MarketSim.Results;
using MarketSim.Scenarios.Reading;

namespace MarketSim.Simulation.Tests;

/// <summary>What the README says of quickstart. Its C# is tested with the reports.</summary>
public sealed class ReadmeExampleTests
{
    [Fact]
    public async Task Quickstart_has_the_fingerprint_and_digest_that_the_readme_shows()
    {
        RunSummary summary = await Running.SmallMarket.RunAsync(ScenarioCatalog.Read("quickstart"));
        string readme = File.ReadAllText(SourceTree.PathOf("README.md"));

        Assert.Contains($"Fingerprint  {summary.Fingerprint}", readme, StringComparison.Ordinal);
        Assert.Contains($"State digest {summary.StateDigest}", readme, StringComparison.Ordinal);
    }
}
