namespace MarketSim.Cluster.Profiles;

/// <summary>The content of a profile file: a cluster and a node in it; null for what it leaves out.</summary>
public sealed record ClusterProfile
{
    /// <summary>A profile that leaves everything out.</summary>
    public static ClusterProfile Empty { get; } = new();

    /// <summary>The checkpoint store of the cluster.</summary>
    public ProfileAddress? Store { get; init; }

    /// <summary>Nodes that are asked for admission.</summary>
    public IReadOnlyList<PeerAddress>? Seeds { get; init; }

    /// <summary>The name or address by which the other nodes reach this one.</summary>
    public string? Host { get; init; }

    /// <summary>The port that the node listens on, 0 for any.</summary>
    public int? Port { get; init; }

    /// <summary>The address that the node listens on.</summary>
    public string? Bind { get; init; }

    /// <summary>The name of the node, unique in the cluster.</summary>
    public string? Name { get; init; }

    /// <summary>Roles that the node prefers, in ordinal order.</summary>
    public IReadOnlyList<string>? Roles { get; init; }

    /// <summary>Number of threads, at least 1.</summary>
    public int? Threads { get; init; }

    /// <summary>Number of runs that the node may lead at a time, at least 0.</summary>
    public int? Leads { get; init; }

    /// <summary>The address at which the node serves health and metrics.</summary>
    public ListenAddress? Listen { get; init; }

    /// <summary>File of the node's certificate; with its key, and an authority or fingerprints, all links are encrypted and both ends checked.</summary>
    public string? Certificate { get; init; }

    /// <summary>File of the certificate's private key.</summary>
    public string? Key { get; init; }

    /// <summary>File of the certificate of the authority that issued those of all nodes.</summary>
    public string? Authority { get; init; }

    /// <summary>SHA-256 of the certificates that are accepted.</summary>
    public IReadOnlyList<string>? Fingerprints { get; init; }
}

/// <summary>An address and the place that it was read from, for messages; it may hold a password and is not shown.</summary>
/// <param name="text">The address.</param>
/// <param name="source">Its origin.</param>
public sealed class ProfileAddress(string text, string source)
{
    /// <summary>The address, with its password where it holds one.</summary>
    public string Text => text;

    /// <summary>Its origin, such as <c>cluster.yaml:3: store</c>.</summary>
    public string Source => source;
}
