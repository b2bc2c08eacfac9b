using MarketSim.Agents.Strategies.Timing;
using MarketSim.Agents.Tests.Harness;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Agents.Tests.Strategies.Timing;

public sealed class WakeScheduleTests
{
    [Fact]
    public void Poisson_delays_are_exponential()
    {
        double[] seconds = Delays(ArrivalLaw.Poisson);

        Assert.Equal(60, seconds.Average(), 1.5);
        Assert.Equal(Math.Exp(-1), seconds.Count(delay => delay > 60) / (double)seconds.Length, 0.01);
    }

    [Fact]
    public void Regular_delays_stay_within_a_tenth_of_the_interval()
    {
        double[] seconds = Delays(ArrivalLaw.Regular);

        Assert.Equal(60, seconds.Average(), 0.2);
        Assert.InRange(seconds.Min(), 54, 54.1);
        Assert.InRange(seconds.Max(), 65.9, 66);
    }

    [Fact]
    public void Regular_agents_start_at_different_phases()
    {
        var schedule = new WakeSchedule(60 * TestMarket.Second, ArrivalLaw.Regular);
        double[] phases = new double[1_000];
        for (int member = 0; member < phases.Length; member++)
        {
            var random = new RandomStream(1, RandomPurpose.Test, 0, member);
            phases[member] = (schedule.First(TestMarket.Session, ref random) - TestMarket.Session.Open) / (double)TestMarket.Second;
        }

        Assert.Equal(30, phases.Average(), 2.0);
        Assert.InRange(phases.Max(), 58, 60);
    }

    [Fact]
    public void The_longest_mean_overflows_nothing()
    {
        var schedule = new WakeSchedule(1e18, ArrivalLaw.Poisson);
        var random = new RandomStream(1, RandomPurpose.Test, 0, 0);
        for (int i = 0; i < 1_000; i++)
        {
            Assert.True(TestMarket.Session.Close + schedule.NextDelay(ref random) > TestMarket.Session.Close);
        }
    }

    private static double[] Delays(ArrivalLaw law)
    {
        var schedule = new WakeSchedule(60 * TestMarket.Second, law);
        var random = new RandomStream(1, RandomPurpose.Test, 0, 0);
        double[] seconds = new double[10_000];
        for (int i = 0; i < seconds.Length; i++)
        {
            seconds[i] = schedule.NextDelay(ref random) / (double)TestMarket.Second;
        }

        return seconds;
    }
}
