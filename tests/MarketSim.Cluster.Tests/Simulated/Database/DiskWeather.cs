namespace MarketSim.Cluster.Tests.Simulated.Database;

/// <summary>What befalls calls of the database, until when, and how many it has befallen.</summary>
internal sealed class DiskWeather
{
    public TimeSpan SlowUntil { get; set; }

    public TimeSpan FullUntil { get; set; }

    /// <summary>Calls fail now and then, before or after they took effect.</summary>
    public TimeSpan UncertainUntil { get; set; }

    public long SlowCalls { get; set; }

    public long Refused { get; set; }

    public long FailedBefore { get; set; }

    public long FailedAfter { get; set; }

    public void Clear() => SlowUntil = FullUntil = UncertainUntil = TimeSpan.Zero;
}
