using MarketSim.Agents.Parameters;
using MarketSim.Agents.Population;

namespace MarketSim.Agents.Tests.Parameters;

public sealed class NearestNameTests
{
    [Theory]
    [InlineData("momentun", "momentum")]
    [InlineData("momentmu", "momentum")]
    [InlineData("Momentum", "momentum")]
    [InlineData("mean-reversion", "mean_reversion")]
    [InlineData("marketmaker", "market_maker")]
    [InlineData("adaptive_marketmaker", "adaptive_market_maker")]
    [InlineData("tawp", "twap")]
    [InlineData("valeu", "value")]
    public void A_misspelt_strategy_is_recognised(string text, string meant) =>
        Assert.StartsWith($"{text} is not a known strategy; did you mean {meant}? known are noise, value, ", StrategyCatalog.UnknownMessage(text), StringComparison.Ordinal);

    [Theory]
    [InlineData("arbitrage")]
    [InlineData("x")]
    [InlineData("")]
    public void A_name_unlike_all_others_gets_no_suggestion(string text) =>
        Assert.StartsWith($"{text} is not a known strategy; known are noise, ", StrategyCatalog.UnknownMessage(text), StringComparison.Ordinal);

    [Fact]
    public void The_first_of_equally_near_names_is_taken() =>
        Assert.Equal("bid", NearestName.Find("bit", ["ask", "bid", "big"]));
}
