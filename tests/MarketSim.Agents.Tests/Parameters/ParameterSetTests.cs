using MarketSim.Agents.Parameters;

namespace MarketSim.Agents.Tests.Parameters;

public sealed class ParameterSetTests
{
    private static readonly ParameterDefinition[] Definitions =
    [
        new("interval", ParameterUnit.Duration, 60e9, 1, 1e18, "Time."),
        new("fast", ParameterUnit.Count, 20, 1, 100, "Fast.") { LessThan = "slow" },
        new("slow", ParameterUnit.Count, 50, 1, 100, "Slow."),
        new("needed", ParameterUnit.Price, null, 0, 10, "No default."),
        ParameterDefinition.Choice("side", "Side.", "buy", "sell"),
    ];

    private enum Sides
    {
        Buy,
        Sell,
    }

    [Fact]
    public void Given_values_replace_defaults()
    {
        var parameters = new ParameterSet(Definitions, Given(("needed", "2.5"), ("interval", "10ms"), ("side", "sell")));

        Assert.Equal(10_000_000, parameters.Nanoseconds("interval"));
        Assert.Equal(20, parameters.Count("fast"));
        Assert.Equal(2.5, parameters["needed"]);
        Assert.Equal(Sides.Sell, parameters.Choice<Sides>("side"));
    }

    [Theory]
    [InlineData("interval", "10", "interval is 10; it must be a time span with its unit (ns, us, ms, s, min, h, d), e.g. 10ms")]
    [InlineData("fast", "0", "fast is 0; it must be between 1 and 100")]
    [InlineData("slow", "1.5", "slow is 1.5; it must be a whole number, e.g. 10")]
    [InlineData("side", "bye", "side is bye; it must be buy or sell")]
    [InlineData("fast", "50", "fast is 50; it must be less than slow, which is 50")]
    [InlineData("intervall", "1s", "intervall is not a known parameter; did you mean interval? known are interval, fast, slow, needed, side")]
    [InlineData("colour", "red", "colour is not a known parameter; known are interval, fast, slow, needed, side")]
    public void A_bad_value_is_named_with_what_is_allowed(string name, string value, string message) =>
        Assert.Equal(message, Assert.Single(ParameterSet.Check(Definitions, Given(("needed", "1"), (name, value)))).Message);

    [Fact]
    public void Former_name_stands_for_the_present_one()
    {
        ParameterDefinition[] renamed = [new("width", ParameterUnit.Price, null, 0, 10, "Needed.") { FormerName = "breadth" }];

        var parameters = new ParameterSet(renamed, Given(("breadth", "2.5")));

        Assert.Equal(2.5, parameters["width"]);
        Assert.Equal(renamed, parameters.GivenByFormerName);
        Assert.Empty(new ParameterSet(renamed, Given(("width", "2.5"))).GivenByFormerName);
        Assert.Equal("breadth is 11; it must be between 0 and 10", Assert.Single(ParameterSet.Check(renamed, Given(("breadth", "11")))).Message);
        Assert.Equal(
            "breadth is the former name of width, which is given too; keep width",
            Assert.Single(ParameterSet.Check(renamed, Given(("breadth", "1"), ("width", "1")))).Message);
    }

    [Fact]
    public void All_problems_are_reported_at_once()
    {
        IReadOnlyList<ParameterProblem> problems = ParameterSet.Check(Definitions, Given(("fast", "x"), ("side", "x")));

        Assert.Equal("fast side needed", string.Join(' ', problems.Select(problem => problem.Name)));
        Assert.Equal("needed is missing; it must be an amount of currency, e.g. 0.25", problems[2].Message);
    }

    [Fact]
    public void A_set_with_problems_is_not_made()
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(() => new ParameterSet(Definitions, Given(("fast", "x"))));

        Assert.Contains("fast is x", exception.Message, StringComparison.Ordinal);
        Assert.Contains("needed is missing", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 1.5e9, "1.5s")]
    [InlineData(1, 20, "20")]
    [InlineData(4, 1, "sell")]
    public void A_value_is_written_as_a_user_would(int definition, double value, string expected)
    {
        string text = Definitions[definition].Format(value);

        Assert.Equal(expected, text);
        Assert.True(Definitions[definition].TryParse(text, out double read, out _));
        Assert.Equal(value, read);
    }

    private static Dictionary<string, string> Given(params (string Name, string Value)[] values) =>
        values.ToDictionary(pair => pair.Name, pair => pair.Value, StringComparer.Ordinal);
}
