using MarketSim.Scenarios.Documents;
using MarketSim.Scenarios.Reading;

namespace MarketSim.Scenarios.Tests;

public sealed class ScenarioCatalogTests
{
    [Theory]
    [InlineData("market-school", "multi-agent-training")]
    [InlineData("bars-school", "bar-training")]
    public void Former_name_of_a_built_in_scenario_is_taken_with_a_note(string former, string present)
    {
        Assert.True(ScenarioCatalog.Contains(former));
        Assert.Equal(present, ScenarioDocumentReader.ReadBuiltIn(former).Name);
        Assert.Contains(present, ScenarioCatalog.FindFormerNameNote(former), StringComparison.Ordinal);
        Assert.Null(ScenarioCatalog.FindFormerNameNote(present));
        Assert.DoesNotContain(former, ScenarioCatalog.Names, StringComparer.Ordinal);
    }
}
