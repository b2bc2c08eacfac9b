using MarketSim.Agents.Decisions;
using MarketSim.Agents.Population;
using MarketSim.Agents.Strategies.Timing;
using MarketSim.Agents.Tests.Harness;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Agents.Tests.Strategies.Timing;

public sealed class WakeScheduleTests
{
    [Fact]
    public void Poisson_delays_are_exponential()
    {
        double[] seconds = Delays(ArrivalProcess.Poisson);

        Assert.Equal(60, seconds.Average(), 1.5);
        Assert.Equal(Math.Exp(-1), seconds.Count(delay => delay > 60) / (double)seconds.Length, 0.01);
    }

    [Fact]
    public void Regular_delays_stay_within_a_tenth_of_the_interval()
    {
        double[] seconds = Delays(ArrivalProcess.Regular);

        Assert.Equal(60, seconds.Average(), 0.2);
        Assert.InRange(seconds.Min(), 54, 54.1);
        Assert.InRange(seconds.Max(), 65.9, 66);
    }

    [Fact]
    public void Regular_agents_start_at_different_phases()
    {
        var schedule = new WakeSchedule(60 * TestMarket.Second, ArrivalProcess.Regular);
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
        var schedule = new WakeSchedule(1e18, ArrivalProcess.Poisson);
        var random = new RandomStream(1, RandomPurpose.Test, 0, 0);
        for (int i = 0; i < 1_000; i++)
        {
            Assert.True(TestMarket.Session.Close + schedule.NextDelay(ref random) > TestMarket.Session.Close);
        }
    }

    [Fact]
    public void Poisson_wakes_follow_the_activity_of_the_market()
    {
        var activity = new ActivityProfile(4, 2);
        double[] thirds = Thirds("noise", activity, ("meanInterval", "20s"));

        double expected = 7_800 / 20.0 * 60;
        Assert.Equal(expected * MeanOf(activity, 0), thirds[0], expected * 0.04);
        Assert.Equal(expected * MeanOf(activity, 1), thirds[1], expected * 0.04);
        Assert.Equal(expected * MeanOf(activity, 2), thirds[2], expected * 0.04);
    }

    [Fact]
    public void Self_exciting_wakes_have_the_mean_interval_asked_for_and_come_in_clusters()
    {
        // Ticks of a second: what comes within one waits for the next, so that offspring after ten seconds are told apart.
        double[] counts = [.. Enumerable.Range(0, 60).Select(member => (double)Wakes(member, ActivityProfile.Flat, ("meanInterval", "1min"), ("arrivals", "hawkes"), ("branching", "60%"), ("branchingTime", "10s")).Count)];
        double mean = counts.Average();
        double ratio = counts.Average(count => (count - mean) * (count - mean)) / mean;

        Assert.Equal(390, mean, 25.0);

        // 1 / (1 - n)^2 = 6.25; of 60 agents within a third.
        Assert.InRange(ratio, 3.5, 10);
    }

    private static double MeanOf(ActivityProfile activity, int third) => activity.Mean(
        TestMarket.Session.Open + (third * 7_800 * TestMarket.Second), TestMarket.Session.Open + ((third + 1) * 7_800 * TestMarket.Second), TestMarket.Session.Open, TestMarket.Session.Length);

    private static double[] Thirds(string strategy, ActivityProfile activity, params (string Name, string Value)[] parameters)
    {
        double[] thirds = new double[3];
        for (int member = 0; member < 60; member++)
        {
            foreach (double second in Wakes(member, activity, parameters))
            {
                thirds[Math.Min(2, (int)(second / 7_800))]++;
            }
        }

        return thirds;
    }

    /// <summary>Seconds after the open at which an agent that only wakes does so.</summary>
    private static List<double> Wakes(int member, ActivityProfile activity, params (string Name, string Value)[] parameters)
    {
        AgentGroup group = Groups.Of("noise", [.. parameters, ("marketShare", "100%")], market: TestMarket.Strategies with { Activity = activity });
        var agent = new TradingAgent(group, member, 1, new Price(TestMarket.InitialTicks), TestMarket.Session, RestartPolicy.Default);
        var decision = new Decision(new RequestBuffer(), TestMarket.Session);
        var wakes = new List<double>();
        for (long tick = agent.DueTick(-1, TestMarket.Session); tick < TestMarket.Session.TickCount; tick = agent.DueTick(tick, TestMarket.Session))
        {
            wakes.Add(Math.Max(0, (agent.NextWake - TestMarket.Session.Open) / (double)TestMarket.Second));
            agent.Decide(decision, TestMarket.Snapshot(tick));
        }

        return wakes;
    }

    private static double[] Delays(ArrivalProcess law)
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
