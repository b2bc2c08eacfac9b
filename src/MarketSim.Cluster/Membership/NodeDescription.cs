namespace MarketSim.Cluster.Membership;

/// <summary>The description that a node joins with.</summary>
/// <param name="Name">Unique in the cluster: see <see cref="NodeNames"/>.</param>
/// <param name="Host">Host name, for display.</param>
/// <param name="Roles">Preferred roles: any of <see cref="NodeRoles"/>, in ordinal order.</param>
/// <param name="Threads">Its capacity: threads for actors.</param>
/// <param name="Version">For people.</param>
/// <param name="Build">Digest of the program; a run is carried out by nodes of one build only.</param>
/// <param name="Arithmetic">Digest of what the node's processor computes in the self-test; must be equal too.</param>
public sealed record NodeDescription(string Name, string Host, IReadOnlyList<string> Roles, int Threads, string Version, string Build, string Arithmetic)
{
    /// <summary>The <see cref="TorchSelfTest"/> of a node that does not offer torch.</summary>
    public const string NoTorch = "none";

    /// <summary>
    /// Digest of fixed gradients and actions on the torch engine, or <see cref="NoTorch"/>. Nodes with different ones work together, but the learners of one
    /// run that compute on torch are hosted by nodes of one digest.
    /// </summary>
    public string TorchSelfTest { get; init; } = NoTorch;

    /// <summary>True when the node can compute on torch.</summary>
    public bool HasTorch => TorchSelfTest != NoTorch;
}

/// <summary>The roles of a node: preferences for what it hosts.</summary>
public static class NodeRoles
{
    /// <summary>Leads runs and holds their markets.</summary>
    public const string Market = "market";

    /// <summary>Hosts blocks of trading agents.</summary>
    public const string Agents = "agents";

    /// <summary>Hosts learners.</summary>
    public const string Learner = "learner";

    /// <summary>All roles.</summary>
    public static IReadOnlyList<string> All { get; } = [Agents, Learner, Market];
}
