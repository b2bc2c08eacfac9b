namespace MarketSim.Simulation.Tests.Actors;

public sealed class VirtualTimeProviderTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Timers_fire_in_the_order_they_are_due_then_in_which_they_were_set()
    {
        VirtualTimeProvider clock = new();
        List<string> fired = [];
        Set(clock, fired, "late", 3 * Second);
        Set(clock, fired, "early, set first", Second);
        Set(clock, fired, "early, set second", Second);

        clock.Advance(5 * Second);

        Assert.Equal(["early, set first at 1", "early, set second at 1", "late at 3"], fired);
        Assert.Equal(5 * Second, clock.Elapsed);
        Assert.Equal(5 * Second, clock.GetElapsedTime(0));
        Assert.Equal(new DateTimeOffset(2000, 1, 1, 0, 0, 5, TimeSpan.Zero), clock.GetUtcNow());
    }

    [Fact]
    public void Timer_set_by_a_timer_fires_in_the_same_advance()
    {
        VirtualTimeProvider clock = new();
        List<string> fired = [];
        using ITimer timer = clock.CreateTimer(_ => Set(clock, fired, "second", 2 * Second), state: null, Second, Timeout.InfiniteTimeSpan);

        clock.Advance(3 * Second);

        Assert.Equal(["second at 3"], fired);
    }

    [Fact]
    public void Changed_timer_fires_at_its_new_time_and_a_disposed_one_never()
    {
        VirtualTimeProvider clock = new();
        List<string> fired = [];
        ITimer changed = Set(clock, fired, "changed", Second);
        ITimer disposed = Set(clock, fired, "disposed", Second);

        changed.Change(2 * Second, 2 * Second);
        disposed.Dispose();
        clock.Advance(4 * Second);

        Assert.Equal(["changed at 2", "changed at 4"], fired);
    }

    [Fact]
    public void Next_timer_takes_the_clock_to_its_time()
    {
        VirtualTimeProvider clock = new();
        List<string> fired = [];
        Set(clock, fired, "only", 90 * Second);

        Assert.True(clock.AdvanceToNextTimer());
        Assert.False(clock.AdvanceToNextTimer());

        Assert.Equal(["only at 90"], fired);
    }

    private static ITimer Set(VirtualTimeProvider clock, List<string> fired, string name, TimeSpan delay) =>
        clock.CreateTimer(_ => fired.Add($"{name} at {clock.Elapsed.TotalSeconds}"), state: null, delay, Timeout.InfiniteTimeSpan);
}
