using MarketSim.Agents.Parameters;

namespace MarketSim.Agents.Tests.Parameters;

public sealed class UnitTextTests
{
    [Theory]
    [InlineData("250ns", ParameterUnit.Duration, 250)]
    [InlineData("50us", ParameterUnit.Duration, 50e3)]
    [InlineData("10ms", ParameterUnit.Duration, 10e6)]
    [InlineData("1.5s", ParameterUnit.Duration, 1.5e9)]
    [InlineData("1.5 s", ParameterUnit.Duration, 1.5e9)]
    [InlineData("2min", ParameterUnit.Duration, 120e9)]
    [InlineData("6.5h", ParameterUnit.Duration, 23_400e9)]
    [InlineData("1d", ParameterUnit.Duration, 86_400e9)]
    [InlineData("2/ms", ParameterUnit.Rate, 2_000)]
    [InlineData("0.5/s", ParameterUnit.Rate, 0.5)]
    [InlineData("30/min", ParameterUnit.Rate, 0.5)]
    [InlineData("1800/h", ParameterUnit.Rate, 0.5)]
    [InlineData("5%", ParameterUnit.Fraction, 0.05)]
    [InlineData("0.05", ParameterUnit.Fraction, 0.05)]
    [InlineData(" 10 ", ParameterUnit.Count, 10)]
    [InlineData("1e3", ParameterUnit.Count, 1_000)]
    [InlineData("0.25", ParameterUnit.Price, 0.25)]
    [InlineData("-1.5", ParameterUnit.Number, -1.5)]
    [InlineData("100", ParameterUnit.Quantity, 100)]
    public void A_number_with_its_unit_is_read(string text, ParameterUnit unit, double expected)
    {
        Assert.True(UnitText.TryParse(text, unit, out double value));
        Assert.Equal(expected, value, Math.Abs(expected) * 1e-15);
    }

    [Theory]
    [InlineData("10", ParameterUnit.Duration)]
    [InlineData("10 m", ParameterUnit.Duration)]
    [InlineData("10/s", ParameterUnit.Duration)]
    [InlineData("s", ParameterUnit.Duration)]
    [InlineData("0.5", ParameterUnit.Rate)]
    [InlineData("0.5s", ParameterUnit.Rate)]
    [InlineData("5%", ParameterUnit.Number)]
    [InlineData("%", ParameterUnit.Fraction)]
    [InlineData("1.5", ParameterUnit.Count)]
    [InlineData("NaN", ParameterUnit.Number)]
    [InlineData("Infinity", ParameterUnit.Number)]
    [InlineData("1e999", ParameterUnit.Number)]
    [InlineData("1,5", ParameterUnit.Price)]
    [InlineData("many", ParameterUnit.Quantity)]
    [InlineData("", ParameterUnit.Number)]
    [InlineData(null, ParameterUnit.Number)]
    public void Text_of_another_unit_is_refused(string? text, ParameterUnit unit) =>
        Assert.False(UnitText.TryParse(text, unit, out _));
}
