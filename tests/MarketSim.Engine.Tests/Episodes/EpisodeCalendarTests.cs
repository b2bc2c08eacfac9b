using MarketSim.Engine.Episodes;
using MarketSim.Market.Time;
using MarketSim.Market.Venues;

namespace MarketSim.Engine.Tests.Episodes;

public sealed class EpisodeCalendarTests
{
    // Ten ticks of a second.
    private static readonly TradingSession Session = new(new SimulatedTime(1_000_000_000), new SimulatedTime(11_000_000_000), 1_000_000_000);

    [Fact]
    public void Episode_of_a_training_has_three_closed_ticks_after_its_session()
    {
        var calendar = new EpisodeCalendar(Session, seed: 1, episodes: 2);

        Assert.Equal(26, calendar.TickCount);
        Assert.Equal(
            [TickPhase.Trading, TickPhase.Settlement, TickPhase.Learning, TickPhase.Rollover, TickPhase.Trading, TickPhase.Settlement],
            new long[] { 9, 10, 11, 12, 13, 23 }.Select(calendar.PhaseOf));
        Assert.Equal([0, 0, 1, 1], new long[] { 9, 12, 13, 25 }.Select(calendar.EpisodeOf));
        Assert.Equal([0, 0, 1, 1], new long[] { -1, 11, 12, 25 }.Select(calendar.EpisodeAfter));
        Assert.Equal((13, 14_000_000_000), (calendar.SessionOf(1).FirstTick, calendar.SessionOf(1).Open.Nanoseconds));
    }

    [Fact]
    public void Settlement_and_the_last_closed_tick_open_for_all()
    {
        var calendar = new EpisodeCalendar(Session, seed: 1, episodes: 2);

        Assert.Equal([10, 10, 12, 12, 23, 25, long.MaxValue], new long[] { -1, 9, 10, 11, 12, 23, 25 }.Select(calendar.NextTickForAll));
    }

    [Fact]
    public void Run_without_training_is_one_session_with_the_runs_own_seed()
    {
        var calendar = new EpisodeCalendar(Session, seed: 42, episodes: null);

        Assert.Equal((10, 1, 42UL), (calendar.TickCount, calendar.Episodes, calendar.SeedOf(0)));
        Assert.Equal(long.MaxValue, calendar.NextTickForAll(-1));
        Assert.Same(Session, calendar.Whole);
    }

    [Fact]
    public void Every_episode_of_every_replica_has_a_seed_of_its_own()
    {
        var calendar = new EpisodeCalendar(Session, seed: 42, episodes: 3);

        ulong[] seeds = [.. from replica in Enumerable.Range(0, 4) from episode in Enumerable.Range(0, 3) select calendar.SeedOf(episode, replica)];

        Assert.Equal(12, seeds.Distinct().Count());
        Assert.Equal(seeds[4], new EpisodeCalendar(Session, seed: 42, episodes: 100).SeedOf(1, replica: 1));
    }
}
