namespace MarketSim.Cluster.Tests.Security;

/// <summary>A clock that stands.</summary>
internal sealed class SettableTime(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}
