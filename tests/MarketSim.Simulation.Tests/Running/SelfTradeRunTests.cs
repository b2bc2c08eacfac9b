using MarketSim.Market.Book;
using MarketSim.Results;
using MarketSim.Results.Tests;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Reading;
using MarketSim.Simulation.Running;

namespace MarketSim.Simulation.Tests.Running;

/// <summary>Self-trade prevention from the scenario's key to the run folder.</summary>
public sealed class SelfTradeRunTests
{
    public static TheoryData<SelfTradeMode> Modes => [.. Enum.GetValues<SelfTradeMode>()];

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Run_of_a_group_that_is_one_owner_keeps_its_rule_and_every_portfolio_agrees(SelfTradeMode mode)
    {
        Scenario scenario = With(SmallMarket.Scenario(), mode);
        using var folder = new TemporaryFolder();

        RunResult result = await SimulationRun.StartAsync(scenario, folder.Path, SmallMarket.Options());

        // Agents 0 to 59 are the noise traders, one owner.
        CsvTable trades = new(folder[RunFolder.TradesFile]);
        int inside = trades.Numbers("aggressor").Zip(trades.Numbers("resting")).Count(pair => pair.First < 60 && pair.Second < 60);
        VenueResult venue = result.Summary.Venue!;
        Assert.Equal(RunStatus.Finished, result.Summary.Status);
        Assert.Equal(mode == SelfTradeMode.Allow, inside > 0);
        Assert.Equal(mode == SelfTradeMode.Allow, venue.SelfTradeCancels == 0);
        Assert.True(venue.SelfTrades >= inside, $"{venue.SelfTrades} counted, {inside} in the table");
    }

    [Fact]
    public async Task Prevention_gives_the_same_run_on_any_number_of_partitions()
    {
        Scenario scenario = With(SmallMarket.Scenario(), SelfTradeMode.Decrement);
        using var one = new TemporaryFolder();
        using var three = new TemporaryFolder();

        RunResult first = await SimulationRun.StartAsync(scenario, one.Path, SmallMarket.Options(partitions: 1));
        RunResult second = await SimulationRun.StartAsync(scenario, three.Path, SmallMarket.Options(partitions: 3));

        Assert.Equal((first.Summary.Fingerprint, first.Summary.StateDigest), (second.Summary.Fingerprint, second.Summary.StateDigest));
    }

    [Fact]
    public void Keys_are_written_where_they_are_not_at_their_defaults_and_read_back()
    {
        Scenario plain = SmallMarket.Scenario();
        Scenario scenario = With(plain, SelfTradeMode.CancelOldest);
        scenario = scenario with { Market = scenario.Market with { Rules = scenario.Market.Rules with { SelfTrades = new SelfTradeRules { Mode = SelfTradeMode.Decrement } } } };

        string yaml = ScenarioWriter.Write(scenario);
        Scenario read = ScenarioReader.Read(yaml, "again.yaml");

        Assert.DoesNotContain("selfTrade", ScenarioWriter.Write(plain), StringComparison.Ordinal);
        Assert.Contains("  selfTrade: decrement\n", yaml, StringComparison.Ordinal);
        Assert.Equal(SelfTradeMode.Decrement, read.Market.Rules.SelfTrades.Mode);
        Assert.Equal((SelfTradeMode.CancelOldest, true), (read.Agents[0].SelfTrade, read.Agents[0].IsOneOwner));
        Assert.Equal((null, false), (read.Agents[1].SelfTrade, read.Agents[1].IsOneOwner));
        Assert.NotEqual(plain.Digest(), scenario.Digest(), StringComparer.Ordinal);
    }

    [Fact]
    public void Unknown_mode_is_refused_with_its_line_and_the_modes()
    {
        string yaml = ScenarioWriter.Write(SmallMarket.Scenario()).Replace("  snapshotLevels:", "  selfTrade: cancel\n  snapshotLevels:", StringComparison.Ordinal);

        ScenarioException error = Assert.Throws<ScenarioException>(() => ScenarioReader.Read(yaml, "wrong.yaml"));

        Assert.Contains("market.selfTrade is cancel; it must be allow (they trade, and are counted), cancel_newest, cancel_oldest or decrement", error.Message, StringComparison.Ordinal);
    }

    private static Scenario With(Scenario scenario, SelfTradeMode mode) =>
        scenario with { Agents = [scenario.Agents[0] with { SelfTrade = mode, IsOneOwner = true }, .. scenario.Agents.Skip(1)] };
}
