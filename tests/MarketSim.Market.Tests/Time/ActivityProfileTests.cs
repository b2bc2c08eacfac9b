using MarketSim.Market.Time;

namespace MarketSim.Market.Tests.Time;

public sealed class ActivityProfileTests
{
    private const long Second = SimulatedTime.NanosecondsPerSecond;
    private static readonly SimulatedTime Open = new(34_200 * Second);

    [Fact]
    public void Ends_and_middle_are_as_asked_for_and_the_mean_is_one()
    {
        var profile = new ActivityProfile(3, 5);
        double middle = profile.At(Open + (11_700 * Second), Open, 23_400 * Second);

        Assert.Equal(3 * middle, profile.At(Open, Open, 23_400 * Second), 9);
        Assert.Equal(5 * middle, profile.At(Open + ((23_400 * Second) - 1), Open, 23_400 * Second), 6);
        Assert.Equal(1, Enumerable.Range(0, 23_400).Average(second => profile.At(Open + (second * Second) + (Second / 2), Open, 23_400 * Second)), 6);
        Assert.Equal(5 * middle, profile.Highest, 9);
    }

    [Fact]
    public void Mean_between_two_times_is_the_integral()
    {
        var profile = new ActivityProfile(3, 5);
        double sum = Enumerable.Range(4_000, 15_000).Average(second => profile.At(Open + (second * Second) + (Second / 2), Open, 23_400 * Second));

        Assert.Equal(sum, profile.Mean(Open + (4_000 * Second), Open + (19_000 * Second), Open, 23_400 * Second), 6);
        Assert.Equal(1, profile.Mean(Open, Open + (23_400 * Second), Open, 23_400 * Second), 9);
    }

    [Fact]
    public void A_session_of_several_days_repeats_the_profile()
    {
        var profile = new ActivityProfile(3, 5, 23_400 * Second);
        long week = 5 * 23_400 * Second;

        Assert.Equal(profile.At(Open + (1_000 * Second), Open, week), profile.At(Open + ((23_400 + 1_000) * Second), Open, week), 9);
        Assert.Equal(1, profile.Mean(Open, Open + week, Open, week), 9);
    }

    [Fact]
    public void A_flat_profile_is_one() => Assert.Equal(1, ActivityProfile.Flat.At(Open + 77, Open, 23_400 * Second));

    [Theory]
    [InlineData(0)]
    [InlineData(101)]
    public void Activity_beyond_its_range_is_refused(double open) => Assert.Throws<ArgumentOutOfRangeException>(() => new ActivityProfile(open, 1));
}
