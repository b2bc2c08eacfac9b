using MarketSim.Cluster.Leading;

namespace MarketSim.Cluster.Tests.Leading;

public sealed class LeaseClockTests
{
    private readonly VirtualTimeProvider _time = new();

    [Fact]
    public void Lease_is_trusted_from_when_it_was_asked_for_until_its_margin()
    {
        LeaseClock clock = Clock();
        long asked = clock.Now();
        _time.Advance(TimeSpan.FromSeconds(2));
        clock.Granted(asked);

        Assert.True(clock.IsTrusted);
        _time.Advance(TimeSpan.FromSeconds(1.4));
        Assert.True(clock.IsTrusted);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.False(clock.IsTrusted);
    }

    [Fact]
    public void Renewal_extends_it_and_a_late_answer_does_not_take_back()
    {
        LeaseClock clock = Clock();
        long first = clock.Now();
        clock.Granted(first);
        _time.Advance(TimeSpan.FromSeconds(1));
        clock.Granted(clock.Now());
        clock.Granted(first);
        _time.Advance(TimeSpan.FromSeconds(3.4));

        Assert.True(clock.IsTrusted);
    }

    private LeaseClock Clock() => new(_time, TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(0.5));
}
