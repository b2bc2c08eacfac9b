namespace MarketSim.Cluster.Store;

/// <summary>Which nodes there are.</summary>
public interface INodeRegistry
{
    /// <summary>
    /// Makes the node known under a new incarnation, a number that no node ever had before. Until it beats it counts as leaving: its inbox is not open.
    /// </summary>
    /// <param name="beatTimeout">A node that has not beaten for this long has lost its name. A process may always take its own name again.</param>
    /// <exception cref="NodeNameTakenException">Another process holds the name and is alive.</exception>
    Task<long> RegisterAsync(NodeDescription node, TimeSpan beatTimeout);

    /// <summary>Says that the node is alive.</summary>
    /// <returns>False when that incarnation is no longer the node's.</returns>
    Task<bool> BeatAsync(string node, long incarnation, NodeLoad load);

    /// <summary>Forgets the node, unless it has another incarnation by now.</summary>
    Task RemoveAsync(string node, long incarnation);

    /// <summary>All nodes in ordinal order of names, those that are silent too.</summary>
    Task<IReadOnlyList<NodeRecord>> ReadNodesAsync();
}

/// <summary>What a node says of itself when it starts.</summary>
/// <param name="Name">Unique in the cluster; see <see cref="NodeNames"/>.</param>
/// <param name="Process">Unique for each start of a process.</param>
/// <param name="Roles">What it would rather do: any of <see cref="NodeRoles"/>, in ordinal order.</param>
/// <param name="Threads">Its capacity: threads for actors.</param>
/// <param name="Version">For people.</param>
/// <param name="Build">Digest of the program; a run is carried out by nodes of one build only.</param>
/// <param name="Arithmetic">Digest of what the node's processor computes in the self-test; must be equal too.</param>
public sealed record NodeDescription(
    string Name, string Process, string Host, IReadOnlyList<string> Roles, int Threads, string Version, string Build, string Arithmetic);

/// <summary>What a node says with each beat.</summary>
/// <param name="Seats">Actors of runs that it carries.</param>
/// <param name="Processors">Processor time per time since the last beat, 1.0 for one processor.</param>
/// <param name="MemoryBytes">Working set.</param>
/// <param name="IsLeaving">It wants to go: give it nothing, and take away what it has.</param>
public sealed record NodeLoad(int Seats, double Processors, long MemoryBytes, bool IsLeaving);

/// <param name="SinceBeat">By the store's clock.</param>
public sealed record NodeRecord(NodeDescription Node, long Incarnation, NodeLoad Load, TimeSpan SinceBeat)
{
    /// <summary>Where frames for this incarnation go.</summary>
    public string Inbox => NodeNames.Inbox(Node.Name, Incarnation);
}

public static class NodeRoles
{
    /// <summary>Leads runs and holds their markets.</summary>
    public const string Market = "market";

    /// <summary>Carries blocks of trading agents.</summary>
    public const string Agents = "agents";

    /// <summary>Carries learners.</summary>
    public const string Learner = "learner";

    public static IReadOnlyList<string> All { get; } = [Agents, Learner, Market];
}
