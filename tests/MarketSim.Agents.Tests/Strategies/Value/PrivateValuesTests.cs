using MarketSim.Agents.Strategies.Value;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Agents.Tests.Strategies.Value;

public sealed class PrivateValuesTests
{
    private readonly PrivateValues _values;

    public PrivateValuesTests()
    {
        var random = new RandomStream(9, RandomPurpose.Test, 0, 0);
        _values = PrivateValues.Draw(deviationTicks: 50, levels: 10, stepLots: 100, ref random);
    }

    [Fact]
    public void Every_further_step_is_worth_less()
    {
        double[] buying = [.. Enumerable.Range(-10, 20).Select(step => _values.OfBuying(step * 100))];

        Assert.Equal(buying.OrderDescending(), buying);
        Assert.InRange(buying[0], 40, 200);
        Assert.InRange(buying[^1], -200, -40);
    }

    [Fact]
    public void Selling_a_step_gives_up_what_buying_it_brought()
    {
        for (int step = -10; step < 10; step++)
        {
            Assert.Equal(_values.OfBuying(step * 100), _values.OfSelling((step + 1) * 100));
        }
    }

    [Fact]
    public void Between_two_steps_buying_and_selling_are_worth_the_same()
    {
        Assert.Equal(_values.OfBuying(300), _values.OfBuying(350));
        Assert.Equal(_values.OfBuying(350), _values.OfSelling(350));
        Assert.Equal(_values.OfBuying(-350), _values.OfSelling(-350));
        Assert.Equal(_values.OfBuying(-400), _values.OfBuying(-350));
    }

    [Fact]
    public void Beyond_the_last_step_nothing_is_traded()
    {
        Assert.Equal(double.NegativeInfinity, _values.OfBuying(1_000));
        Assert.Equal(double.PositiveInfinity, _values.OfSelling(-1_000));
        Assert.True(double.IsFinite(_values.OfBuying(-1_500)));
        Assert.True(double.IsFinite(_values.OfSelling(1_500)));
    }
}
