using System.Globalization;
using MarketSim.Cluster.Profiles;

namespace MarketSim.Cli.LocalClusters;

/// <summary>The settings of the cluster for nodes that this program starts: addresses as arguments, the password in the environment.</summary>
/// <param name="Store">Without a password.</param>
/// <param name="Seeds">Null for the first of the nodes themselves.</param>
/// <param name="Host">By which other nodes reach them.</param>
internal sealed record NodeServices(string Store, IReadOnlyList<PeerAddress>? Seeds, string Host, string? DatabasePassword)
{
    public const string Loopback = "127.0.0.1";

    /// <summary>True when the nodes host learners on torch, provided that they can load LibTorch.</summary>
    public bool OffersTorch { get; init; } = true;

    /// <summary>Environment variable that limits how long an idle thread of the runtime's pool spins before it sleeps.</summary>
    private const string SpinVariable = "DOTNET_ThreadPool_UnfairSemaphoreSpinLimit";

    /// <exception cref="ClusterSettingException">The profile lacks an address, or one cannot be used.</exception>
    public static NodeServices Of(string profilePath, PasswordSource passwords)
    {
        ClusterProfile profile = ClusterProfileReader.ReadFile(profilePath);
        IReadOnlyList<PeerAddress> seeds = profile.Seeds ?? throw new ClusterSettingException($"{profilePath} names no seeds, which nodes need; it must have the key seeds, e.g. seeds: [market-1.example]");
        StoreAddress store = ClusterProfileReader.ReadStore(profilePath, passwords);
        string host = profile.Host ?? (seeds.All(seed => seed.IsLoopback) ? Loopback : System.Environment.MachineName);
        return new NodeServices(store.Text, seeds, host, (store as StoreAddress.Database)?.Options.Password);
    }

    /// <summary>A cluster of the nodes alone, on this machine.</summary>
    public static NodeServices OfFile(string path) => new($"sqlite:{path}", Seeds: null, Loopback, DatabasePassword: null);

    /// <summary>Variables for a node's process; null takes one away.</summary>
    public IReadOnlyDictionary<string, string?> Environment() => new SortedDictionary<string, string?>(StringComparer.Ordinal)
    {
        [PasswordSource.DatabaseVariable] = DatabasePassword,
        [PasswordSource.DatabaseVariable + PasswordSource.FileSuffix] = null,

        // A node mostly waits for others; here these are on the same processors, and would be kept from them. It halves a tick's processor time.
        [SpinVariable] = "0",
    };

    /// <summary>Arguments of <c>marketsim node</c>.</summary>
    /// <param name="port">To listen on, 0 for any.</param>
    /// <param name="first">The port of the first node, which is the seed when there is no other.</param>
    public IReadOnlyList<string> Arguments(int port, int first) =>
    [
        "node", "--store", Store, "--host", Host, "--port", port.ToString(CultureInfo.InvariantCulture),
        "--seeds", string.Join(',', Seeds ?? [new PeerAddress(Host, first)]),
        .. OffersTorch ? Array.Empty<string>() : ["--no-torch"],
    ];

    /// <summary>The compiler's version would show the password.</summary>
    public override string ToString() => Store;
}
