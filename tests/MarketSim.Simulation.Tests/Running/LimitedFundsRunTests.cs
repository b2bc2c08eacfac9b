using MarketSim.Market.Venues;
using MarketSim.Results;
using MarketSim.Results.Tests;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Reading;
using MarketSim.Simulation.Running;

namespace MarketSim.Simulation.Tests.Running;

public sealed class LimitedFundsRunTests
{
    [Fact]
    public async Task Agents_of_limited_funds_owe_nothing_at_the_end_and_others_do()
    {
        Scenario unlimited = SmallMarket.Scenario();
        Scenario limited = unlimited with { Agents = [.. unlimited.Agents.Select(group => group with { Funds = FundsRule.Limited })] };
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
        Scenario limited = plain with { Agents = [plain.Agents[0] with { Funds = FundsRule.Limited }, .. plain.Agents.Skip(1)] };

        string yaml = ScenarioWriter.Write(limited);

        Assert.DoesNotContain("funds", ScenarioWriter.Write(plain), StringComparison.Ordinal);
        Assert.Contains("funds: limited\n", yaml, StringComparison.Ordinal);
        Assert.Equal([FundsRule.Limited, FundsRule.Unlimited, FundsRule.Unlimited], ScenarioReader.Read(yaml, "again.yaml").Agents.Select(group => group.Funds));
    }

    [Fact]
    public void Margin_is_written_with_its_leverage_and_two_where_none_is_said()
    {
        Scenario plain = SmallMarket.Scenario();
        Scenario margin = plain with { Agents = [plain.Agents[0] with { Funds = FundsRule.Margin(2.5m) }, .. plain.Agents.Skip(1)] };

        string yaml = ScenarioWriter.Write(margin);

        Assert.Contains("funds: margin\n", yaml, StringComparison.Ordinal);
        Assert.Equal(FundsRule.Margin(2.5m), ScenarioReader.Read(yaml, "again.yaml").Agents[0].Funds);
        Assert.Equal(FundsRule.Margin(2), ScenarioReader.Read(yaml.Replace("    leverage: 2.5\n", string.Empty, StringComparison.Ordinal), "again.yaml").Agents[0].Funds);
    }

    [Theory]
    [InlineData("funds: margin", "funds: limited", "agents[0].leverage says how much agents may borrow, but their funds are limited")]
    [InlineData("leverage: 2.5", "leverage: 0", "leverage is 0; it must be a number from 0.001 to 1,000, in steps of 0.001, e.g. 2")]
    public void Leverage_without_margin_and_impossible_leverage_are_refused(string found, string written, string message)
    {
        Scenario plain = SmallMarket.Scenario();
        Scenario margin = plain with { Agents = [plain.Agents[0] with { Funds = FundsRule.Margin(2.5m) }, .. plain.Agents.Skip(1)] };
        string yaml = ScenarioWriter.Write(margin).Replace(found, written, StringComparison.Ordinal);

        ScenarioException refused = Assert.Throws<ScenarioException>(() => ScenarioReader.Read(yaml, "again.yaml"));

        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
    }
}
