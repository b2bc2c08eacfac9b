using MarketSim.Market.Fundamentals;
using static MarketSim.Market.Tests.Fundamentals.FundamentalSample;

namespace MarketSim.Market.Tests.Fundamentals;

public sealed class BarPathValueTests
{
    private const long Minute = 60_000_000_000;

    [Theory]
    [InlineData(0, 100)]
    [InlineData(999.999, 100)]
    [InlineData(1_000, 100)]
    [InlineData(1_060, 400)]
    [InlineData(1_120, 225)]
    [InlineData(1_180, 225)]
    [InlineData(9_000_000, 225)]
    public void Value_is_the_close_at_the_end_of_each_bar_and_holds_before_and_after(double seconds, double expected)
    {
        BarPathValue value = new([100, 400, 225], At(1_000), Minute);
        value.AdvanceTo(At(seconds));

        Assert.Equal(expected, value.Value, 1e-9);
    }

    [Theory]
    [InlineData(1_030, 200)]
    [InlineData(1_015, 141.42135623730951)]
    [InlineData(1_090, 300)]
    public void Logarithm_moves_in_a_straight_line_between_closes(double seconds, double expected)
    {
        BarPathValue value = new([100, 400, 225], At(1_000), Minute);
        value.AdvanceTo(At(seconds));

        Assert.Equal(expected, value.Value, 1e-9);
    }

    [Theory]
    [InlineData(999, 100)]
    [InlineData(1_010, 400)]
    [InlineData(1_055, 300)]
    [InlineData(1_100, 225)]
    [InlineData(2_000, 225)]
    public void Value_with_times_of_its_own_is_each_close_at_its_time(double seconds, double expected)
    {
        BarPathValue value = new([100, 400, 225], [0, 10_000_000_000, 100_000_000_000], At(1_000));
        value.AdvanceTo(At(seconds));

        Assert.Equal(expected, value.Value, 1e-9);
    }

    [Fact]
    public void Times_that_do_not_rise_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new BarPathValue([1, 2], [0], At(0)));
        Assert.Throws<ArgumentException>(() => new BarPathValue([1, 2], [0, 0], At(0)));
        Assert.Throws<ArgumentException>(() => new BarPathValue([1, 2], [5, 6], At(0)));
    }

    [Fact]
    public void Single_close_is_a_constant()
    {
        BarPathValue value = new([42], At(5), 1);
        value.AdvanceTo(At(100));

        Assert.Equal(42, value.Value, 1e-12);
    }

    [Fact]
    public void Impossible_path_is_refused()
    {
        Assert.Equal("closes", Assert.Throws<ArgumentException>(() => new BarPathValue([], default, 1)).ParamName);
        Assert.Equal("closes[1]", Assert.Throws<ArgumentOutOfRangeException>(() => new BarPathValue([1, 0], default, 1)).ParamName);
        Assert.Equal("barNanoseconds", Assert.Throws<ArgumentOutOfRangeException>(() => new BarPathValue([1], default, 0)).ParamName);
        BarPathValue value = new([1], default, 1);
        value.AdvanceTo(At(5));
        Assert.Equal("time", Assert.Throws<ArgumentOutOfRangeException>(() => value.AdvanceTo(At(4))).ParamName);
    }
}
