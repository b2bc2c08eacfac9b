using MarketSim.Simulation.Output;
using MarketSim.Simulation.Running;
using MarketSim.Simulation.Scenarios;

namespace MarketSim.Simulation.Tests.Running;

public sealed class LimitedFundsRunTests
{
    [Fact]
    public async Task Agents_of_limited_funds_owe_nothing_at_the_end_and_others_do()
    {
        Scenario unlimited = SmallMarket.Scenario();
        Scenario limited = unlimited with { Agents = [.. unlimited.Agents.Select(group => group with { HasLimitedFunds = true })] };
        using var first = new TemporaryFolder();
        using var second = new TemporaryFolder();

        RunResult free = await SimulationRun.StartAsync(unlimited, first.Path, SmallMarket.Options());
        RunResult bound = await SimulationRun.StartAsync(limited, second.Path, SmallMarket.Options());

        Assert.Contains(new CsvTable(first[RunFolder.AgentsFile]).Numbers("inventory"), inventory => inventory < 0);
        CsvTable agents = new(second[RunFolder.AgentsFile]);
        Assert.All(agents.Numbers("inventory"), inventory => Assert.True(inventory >= 0));
        Assert.All(agents.Numbers("cash"), cash => Assert.True(cash >= 0));
        Assert.True(bound.Summary.Trades > 50, $"{bound.Summary.Trades} trades");
        Assert.NotEqual(free.Summary.Fingerprint, bound.Summary.Fingerprint, StringComparer.Ordinal);
    }

    [Fact]
    public void Key_is_written_where_it_is_not_at_its_default_and_read_back()
    {
        Scenario plain = SmallMarket.Scenario();
        Scenario limited = plain with { Agents = [plain.Agents[0] with { HasLimitedFunds = true }, .. plain.Agents.Skip(1)] };

        string yaml = ScenarioWriter.Write(limited);

        Assert.DoesNotContain("funds", ScenarioWriter.Write(plain), StringComparison.Ordinal);
        Assert.Contains("funds: limited\n", yaml, StringComparison.Ordinal);
        Assert.Equal([true, false, false], ScenarioReader.Read(yaml, "again.yaml").Agents.Select(group => group.HasLimitedFunds));
    }
}
