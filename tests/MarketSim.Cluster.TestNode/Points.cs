namespace MarketSim.Cluster.TestNode;

/// <summary>The points of a node's work at which a test can stop it.</summary>
internal static class Points
{
    /// <summary>Half of the parts of a checkpoint are written.</summary>
    public const string Parts = "parts";

    /// <summary>All parts are written, the manifest is not.</summary>
    public const string BeforeManifest = "before-manifest";

    /// <summary>The manifest is committed, nobody has been told.</summary>
    public const string AfterManifest = "after-manifest";

    /// <summary>The next epoch is begun, nothing is placed.</summary>
    public const string Recovery = "recovery";

    /// <summary>The lead is acquired from another node, nothing is placed.</summary>
    public const string Failover = "failover";
}
