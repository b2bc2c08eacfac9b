using MarketSim.Agents.Population;
using MarketSim.Market.Orders;
using MarketSim.Scenarios.Reading;

namespace MarketSim.Scenarios.Tests.Reading;

public sealed class ScenarioReaderTests
{
    [Fact]
    public void Values_are_held_in_ticks_lots_and_nanoseconds()
    {
        Scenario scenario = ScenarioReader.Read(ScenarioYaml.Right, ScenarioYaml.FileName);

        Assert.Equal("small", scenario.Name);
        Assert.Equal(7UL, scenario.Seed);
        Assert.Equal("ABC", scenario.Market.Instrument.Symbol);
        Assert.Equal(new Price(10_000), scenario.Market.InitialPrice);
        Assert.Equal(34_200_000_000_000, scenario.Market.Session.Open.Nanoseconds);
        Assert.Equal(23_400, scenario.Market.Session.TickCount);
        Assert.Equal(-2_000, scenario.Market.Fees.MakerPerHundredMillion);
        Assert.Equal(3_000, scenario.Market.Fees.TakerPerHundredMillion);
        Assert.Equal(23, scenario.AgentCount);
        ScenarioAgents crowd = scenario.Agents[0];
        Assert.Equal(100_000, crowd.Cash);
        Assert.Equal(10, crowd.Inventory);
        Assert.Equal(5_000_000, crowd.Latency.MedianNanoseconds);
        Assert.Equal(90e9, crowd.Agent.Parameters["meanInterval"]);
        Assert.Equal(0.25, crowd.Agent.Parameters["marketShare"]);
        Assert.Equal(5_000_000_000, scenario.Output.SampleIntervalNanoseconds);
        Assert.False(scenario.Output.Trades);
        Assert.Equal(TimeSpan.FromMinutes(2), scenario.Checkpoint.Every);
        Assert.Equal(5_000, scenario.Checkpoint.EveryTicks);
        Assert.Equal(4, scenario.Execution.Partitions);
        Assert.Equal(3, scenario.Cluster.Nodes);
    }

    [Fact]
    public void Left_out_sections_take_their_defaults()
    {
        string yaml = ScenarioYaml.Right[..ScenarioYaml.Right.IndexOf("output:", StringComparison.Ordinal)];

        Scenario scenario = ScenarioReader.Read(yaml, ScenarioYaml.FileName);

        Assert.Equal(new ScenarioOutput(), scenario.Output);
        Assert.Equal(new ScenarioCheckpoint(), scenario.Checkpoint);
        Assert.Equal(new ScenarioExecution(), scenario.Execution);
        Assert.Equal((0, TimeSpan.FromSeconds(5)), (scenario.Cluster.Nodes, scenario.Checkpoint.Every));
    }

    [Fact]
    public void Sample_interval_left_out_is_a_tick_where_ticks_are_longer_than_the_default()
    {
        string yaml = ScenarioYaml.With("sampleInterval: 5s, ", string.Empty).Replace("tick: 1s", "tick: 1min", StringComparison.Ordinal);

        Assert.Equal(60_000_000_000, ScenarioReader.Read(yaml, ScenarioYaml.FileName).Output.SampleIntervalNanoseconds);
    }

    [Fact]
    public void Length_in_place_of_close_reaches_beyond_the_first_day()
    {
        Scenario scenario = ScenarioReader.Read(ScenarioYaml.With("close: \"16:00:00\"", "length: 150600s"), ScenarioYaml.FileName);

        Assert.Equal(150_600, scenario.Market.Session.TickCount);
        Assert.Equal(34_200 + 150_600, scenario.Market.Session.Close.Seconds);
    }

    [Theory]
    [InlineData("every: 2min", "every: off", null, 5_000L)]
    [InlineData("everyTicks: 5000", "everyTicks: off", 120.0, null)]
    public void Off_takes_no_checkpoints_of_that_kind(string found, string replacement, double? seconds, long? ticks)
    {
        ScenarioCheckpoint checkpoint = ScenarioReader.Read(ScenarioYaml.With(found, replacement), ScenarioYaml.FileName).Checkpoint;

        Assert.Equal(seconds, checkpoint.Every?.TotalSeconds);
        Assert.Equal(ticks, checkpoint.EveryTicks);
    }

    [Theory]
    [InlineData("nodes: 3", "nodes: 0", true)]
    [InlineData("partitions: 4", "partitions: auto", true)]
    [InlineData("every: 2min", "every: off", true)]
    [InlineData("count: 20", "count: 20\n    actors: pooled", true)]
    [InlineData("seed: 7", "seed: 8", false)]
    public void Digest_does_not_count_where_and_how_a_run_is_carried_out(string found, string replacement, bool isSame)
    {
        string changed = ScenarioReader.Read(ScenarioYaml.With(found, replacement), ScenarioYaml.FileName).Digest();

        Assert.Equal(isSame, ScenarioReader.Read(ScenarioYaml.Right, ScenarioYaml.FileName).Digest() == changed);
    }

    [Fact]
    public void Agents_are_actors_unless_their_group_says_that_they_are_pooled()
    {
        Scenario scenario = ScenarioReader.Read(ScenarioYaml.With("count: 20", "count: 20\n    actors: pooled"), ScenarioYaml.FileName);

        Assert.Equal([AgentActors.Pooled, AgentActors.Individual], scenario.Agents.Select(group => group.Actors));
        Assert.Equal(
            [AgentActors.Pooled, AgentActors.Individual],
            ScenarioReader.Read(ScenarioWriter.Write(scenario), ScenarioYaml.FileName).Agents.Select(group => group.Actors));
    }

    [Fact]
    public void Coarse_units_are_counted_exactly()
    {
        string yaml = ScenarioYaml.With("tickSize: 0.01", "tickSize: 0.25").Replace("lotSize: 1", "lotSize: 100", StringComparison.Ordinal)
            .Replace("inventory: 10", "inventory: 300", StringComparison.Ordinal);

        Scenario scenario = ScenarioReader.Read(yaml, ScenarioYaml.FileName);

        Assert.Equal(new Price(400), scenario.Market.InitialPrice);
        Assert.Equal(40, scenario.Agents[0].Cash);
        Assert.Equal(3, scenario.Agents[0].Inventory);
    }
}
