using MarketSim.Live.Sources;

namespace MarketSim.Live.Tests.Sources;

public sealed class TickGateTests
{
    private readonly VirtualTimeProvider _time = new();
    private int _releases;

    [Fact]
    public void Open_gate_lets_every_tick_through()
    {
        using var gate = new TickGate(_time);

        Assert.True(gate.MayOpen(Release));
        Assert.False(gate.Holds);
    }

    [Fact]
    public void Paused_gate_holds_until_it_is_resumed()
    {
        using var gate = new TickGate(_time);
        gate.Pause();

        Assert.False(gate.MayOpen(Release));
        Assert.Equal(0, _releases);

        gate.Resume();

        Assert.Equal(1, _releases);
        Assert.True(gate.MayOpen(Release));
    }

    [Fact]
    public void Each_step_lets_one_tick_through()
    {
        using var gate = new TickGate(_time);
        gate.Pause();
        Assert.False(gate.MayOpen(Release));

        gate.Step();
        gate.Step();

        Assert.True(gate.MayOpen(Release));
        Assert.True(gate.MayOpen(Release));
        Assert.False(gate.MayOpen(Release));
        Assert.True(gate.IsPaused);
    }

    [Fact]
    public void Slower_halves_the_measured_pace_and_faster_gives_it_back()
    {
        using var gate = new TickGate(_time);

        gate.Slower(measured: 100);
        Assert.Equal(50, gate.TicksPerSecond);
        gate.Slower(measured: 100);
        Assert.Equal(25, gate.TicksPerSecond);
        gate.Faster();
        Assert.Equal(50, gate.TicksPerSecond);
        gate.Unlimited();

        Assert.Null(gate.TicksPerSecond);
        Assert.True(gate.MayOpen(Release));
    }

    [Fact]
    public void Gate_that_goes_away_holds_nobody()
    {
        var gate = new TickGate(_time);
        gate.Pause();
        Assert.False(gate.MayOpen(Release));

        gate.Dispose();

        Assert.Equal(1, _releases);
        Assert.True(gate.MayOpen(Release));
    }

    private void Release() => _releases++;
}
