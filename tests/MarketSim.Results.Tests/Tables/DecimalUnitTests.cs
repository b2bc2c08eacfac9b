using System.Globalization;
using System.Text;
using MarketSim.Numerics.Randomness;
using MarketSim.Results.Tables;

namespace MarketSim.Results.Tests.Tables;

public sealed class DecimalUnitTests
{
    [Theory]
    [InlineData("0.01", 10_050, "100.50")]
    [InlineData("0.01", -10_050, "-100.50")]
    [InlineData("0.01", -5, "-0.05")]
    [InlineData("0.01", 0, "0.00")]
    [InlineData("0.25", 3, "0.75")]
    [InlineData("0.25", -7, "-1.75")]
    [InlineData("0.005", 201, "1.005")]
    [InlineData("0.0100", 7, "0.07")]
    [InlineData("1", -42, "-42")]
    [InlineData("100", 7, "700")]
    [InlineData("2.5", 3, "7.5")]
    [InlineData("0.000000001", 34_200_000_000_001, "34200.000000001")]
    [InlineData("0.000000000000000001", 7, "0.000000000000000007")]
    [InlineData("0.01", long.MaxValue, "92233720368547758.07")]
    [InlineData("0.01", -long.MaxValue, "-92233720368547758.07")]
    public void Count_of_a_unit_is_written_exactly_with_all_decimals_of_the_unit(string unit, long count, string expected) =>
        Assert.Equal(expected, Written(DecimalUnit.Of(decimal.Parse(unit, CultureInfo.InvariantCulture)), count));

    [Fact]
    public void Nanoseconds_are_written_as_seconds() => Assert.Equal("-0.000000012", Written(DecimalUnit.Nanosecond, -12));

    [Theory]
    [InlineData("0.25", long.MaxValue)]
    [InlineData("100", long.MinValue / 50)]
    [InlineData("1", long.MinValue)]
    public void Amount_beyond_64_bits_is_an_error_and_not_another_number(string unit, long count) =>
        Assert.Throws<OverflowException>(() => Written(DecimalUnit.Of(decimal.Parse(unit, CultureInfo.InvariantCulture)), count));

    [Fact]
    public void Written_number_is_the_decimal_product()
    {
        RandomStream random = new(3, RandomPurpose.Test, 0, 0);
        foreach (decimal unit in new[] { 0.01m, 0.25m, 0.005m, 1m, 100m, 0.125m, 12.5m })
        {
            DecimalUnit writer = DecimalUnit.Of(unit);
            for (int sample = 0; sample < 300; sample++)
            {
                long count = random.NextInt64(1L << (1 + random.NextInt32(55))) * (random.NextBoolean() ? 1 : -1);

                Assert.Equal(count * unit, decimal.Parse(Written(writer, count), CultureInfo.InvariantCulture));
            }
        }
    }

    private static string Written(DecimalUnit unit, long count)
    {
        byte[] buffer = new byte[64];
        return Encoding.ASCII.GetString(buffer, 0, unit.Write(count, buffer));
    }
}
