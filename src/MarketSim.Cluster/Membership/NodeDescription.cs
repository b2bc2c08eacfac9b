namespace MarketSim.Cluster.Membership;

/// <summary>What a node says of itself when it joins.</summary>
/// <param name="Name">Unique in the cluster: see <see cref="NodeNames"/>.</param>
/// <param name="Host">Where it runs, for people.</param>
/// <param name="Roles">What it would rather do: any of <see cref="NodeRoles"/>, in ordinal order.</param>
/// <param name="Threads">Its capacity: threads for actors.</param>
/// <param name="Version">For people.</param>
/// <param name="Build">Digest of the program; a run is carried out by nodes of one build only.</param>
/// <param name="Arithmetic">Digest of what the node's processor computes in the self-test; must be equal too.</param>
public sealed record NodeDescription(string Name, string Host, IReadOnlyList<string> Roles, int Threads, string Version, string Build, string Arithmetic);

public static class NodeRoles
{
    /// <summary>Leads runs and holds their markets.</summary>
    public const string Market = "market";

    /// <summary>Hosts blocks of trading agents.</summary>
    public const string Agents = "agents";

    /// <summary>Hosts learners.</summary>
    public const string Learner = "learner";

    public static IReadOnlyList<string> All { get; } = [Agents, Learner, Market];
}
