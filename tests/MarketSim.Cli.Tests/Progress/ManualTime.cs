namespace MarketSim.Cli.Tests.Progress;

/// <summary>A clock that a test moves.</summary>
internal sealed class ManualTime : TimeProvider
{
    private long _ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _ticks;

    public override DateTimeOffset GetUtcNow() => new(2026, 1, 2, 9, 30, 0, TimeSpan.Zero);

    public void Advance(TimeSpan span) => _ticks += span.Ticks;
}
