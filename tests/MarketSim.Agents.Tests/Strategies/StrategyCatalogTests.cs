using MarketSim.Agents.Parameters;
using MarketSim.Agents.Population;
using MarketSim.Agents.Strategies;
using MarketSim.Agents.Tests.Harness;
using MarketSim.Market.Venues;

namespace MarketSim.Agents.Tests.Strategies;

public sealed class StrategyCatalogTests
{
    public static TheoryData<string> Names => [.. StrategyCatalog.All.Select(definition => definition.Name)];

    [Fact]
    public void The_catalog_holds_every_strategy_once() => Assert.Equal(
        "noise value momentum mean_reversion market_maker adaptive_market_maker twap pov order_splitter chartist_fundamentalist liquidity_provider",
        string.Join(' ', StrategyCatalog.All.Select(definition => definition.Name)));

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_parameter_is_documented_and_its_default_is_allowed(string name)
    {
        StrategyDefinition definition = StrategyCatalog.Find(name)!;

        Assert.Equal(definition.Parameters.Count, definition.Parameters.Select(parameter => parameter.Name).Distinct(StringComparer.Ordinal).Count());
        Assert.NotEmpty(definition.Source);
        Assert.EndsWith(".", definition.Summary, StringComparison.Ordinal);
        foreach (ParameterDefinition parameter in definition.Parameters)
        {
            Assert.Matches("^[a-z][a-zA-Z]*$", parameter.Name);
            Assert.EndsWith(".", parameter.Description, StringComparison.Ordinal);
            Assert.InRange(parameter.Default!.Value, parameter.Minimum, parameter.Maximum);
            Assert.True(parameter.TryParse(parameter.Format(parameter.Default.Value), out double read, out _), parameter.Name);
            Assert.Equal(parameter.Default.Value, read, Math.Abs(parameter.Default.Value) * 1e-9);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_parameter_beyond_its_range_is_refused_by_name(string name)
    {
        foreach (ParameterDefinition parameter in StrategyCatalog.Find(name)!.Parameters)
        {
            string text = parameter.Unit == ParameterUnit.Choice ? "sideways" : "-1";
            ArgumentException exception = Assert.Throws<ArgumentException>(() => new RuleBasedAgent(
                name, new Dictionary<string, string>(StringComparer.Ordinal) { [parameter.Name] = text }));
            Assert.StartsWith($"{parameter.Name} is {text}; it must be", exception.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Decisions_allocate_nothing_once_the_agent_is_warm(string name)
    {
        // Warm includes the code: the runtime must have compiled what the measured decisions run through.
        var probe = new AgentProbe(name, name is "twap" ? [("slices", "1000")] : []);
        MarketSnapshot[] markets = [.. Enumerable.Range(0, 23_400).Select(tick => TestMarket.Snapshot(tick, volume: tick * 10))];
        Func<long, MarketSnapshot> market = tick => markets[tick];
        for (int i = 0; i < 100; i++)
        {
            probe.WakeAndSettle(market);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 20; i++)
        {
            probe.WakeAndSettle(market);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void An_unknown_strategy_is_refused_with_a_suggestion()
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(() => new RuleBasedAgent("momentun"));

        Assert.StartsWith("momentun is not a known strategy; did you mean momentum?", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("momentum", "fastWindow", "50", "fastWindow is 50; it must be less than slowWindow, which is 50")]
    [InlineData("mean_reversion", "exitZ", "3", "exitZ is 3; it must be less than entryZ, which is 2")]
    [InlineData("order_splitter", "maximumParent", "50", "minimumParent is 100; it must be less than maximumParent, which is 50")]
    public void Parameters_that_contradict_each_other_are_refused(string strategy, string name, string value, string message)
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(() => new RuleBasedAgent(
            strategy, new Dictionary<string, string>(StringComparer.Ordinal) { [name] = value }));

        Assert.StartsWith(message, exception.Message, StringComparison.Ordinal);
    }
}
