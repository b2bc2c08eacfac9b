using MarketSim.Experiments.Sweeps;

namespace MarketSim.Experiments.Tests.Sweeps;

public sealed class SeedListTests
{
    [Theory]
    [InlineData("7", "7")]
    [InlineData("1..4", "1 2 3 4")]
    [InlineData("9,1,5", "9 1 5")]
    [InlineData("1..3, 2..5,42", "1 2 3 4 5 42")]
    [InlineData("18446744073709551614..18446744073709551615", "18446744073709551614 18446744073709551615")]
    public void Seeds_come_in_their_order_and_once(string text, string seeds) =>
        Assert.Equal(seeds, string.Join(' ', SeedList.Parse(text)!));

    [Theory]
    [InlineData("")]
    [InlineData("1,")]
    [InlineData("5..1")]
    [InlineData("1..2..3")]
    [InlineData("-1")]
    [InlineData("1..200000")]
    [InlineData("0..18446744073709551615")]
    [InlineData("one")]
    public void What_is_no_list_of_seeds_is_refused(string text) => Assert.Null(SeedList.Parse(text));

    [Theory]
    [InlineData("7", "7")]
    [InlineData("1,2,3,5,7,8", "1..3,5,7..8")]
    [InlineData("18446744073709551614..18446744073709551615", "18446744073709551614..18446744073709551615")]
    public void Seeds_are_written_as_ranges_where_they_can_be(string seeds, string text) => Assert.Equal(text, SeedList.Text(SeedList.Parse(seeds)!));
}
