namespace MarketSim.Cluster.Tests.Simulated.Network;

/// <summary>What befalls the opinions on who belongs to the cluster, until when, and how often it has befallen.</summary>
internal sealed class MembershipWeather
{
    public TimeSpan LateUntil { get; set; }

    public TimeSpan WrongUntil { get; set; }

    /// <summary>The machine that others wrongly think unreachable.</summary>
    public string? Slandered { get; set; }

    public long LateViews { get; set; }

    public long WrongViews { get; set; }

    public long WronglyDowned { get; set; }

    public long LostAssociations { get; set; }

    public void Clear() => LateUntil = WrongUntil = TimeSpan.Zero;
}
