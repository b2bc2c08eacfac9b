using MarketSim.Market.Fundamentals;

namespace MarketSim.Market.Tests.Fundamentals;

public sealed class TradingYearTests
{
    [Fact]
    public void Annual_parameters_become_parameters_per_second()
    {
        TradingYear year = new(sessionSeconds: 23_400);

        Assert.Equal(5_896_800, year.Seconds);
        Assert.Equal(8.236e-5, year.VolatilityPerSqrtSecond(0.2), 1e-8);
        Assert.Equal(0.05 / 5_896_800, year.RatePerSecond(0.05), 1e-20);
        Assert.Equal(365 * 86_400, new TradingYear(86_400, 365).Seconds);
    }

    [Fact]
    public void Year_without_trading_time_is_refused()
    {
        Assert.Equal("sessionSeconds", Assert.Throws<ArgumentOutOfRangeException>(() => new TradingYear(0)).ParamName);
        Assert.Equal("daysPerYear", Assert.Throws<ArgumentOutOfRangeException>(() => new TradingYear(1, 0)).ParamName);
    }
}
