using System.Globalization;
using System.Security.Cryptography;
using MarketSim.Cluster.Local;
using MarketSim.Cluster.Membership;
using MarketSim.Cluster.Profiles;

namespace MarketSim.Cli.LocalClusters;

/// <summary>
/// Nodes that a command starts on this machine for its own time: of the cluster that it names, or of one of their own, whose store is a file. All of it is in
/// one temporary folder and ends with the command.
/// </summary>
internal sealed class LocalCluster : IAsyncDisposable
{
    private readonly string _folder;
    private readonly LocalNodes _nodes;

    private LocalCluster(string folder, bool isPrivate, LocalNodes nodes, StoreAddress store)
    {
        _folder = folder;
        IsPrivate = isPrivate;
        _nodes = nodes;
        Store = store;
    }

    public StoreAddress Store { get; }

    /// <summary>True for a store that is deleted when the command ends, together with its runs.</summary>
    public bool IsPrivate { get; }

    /// <summary>True to keep the logs of the nodes after disposal, because an error occurred.</summary>
    public bool KeepsLogs { get; set; }

    public string LogFolder => _nodes.Folder;

    /// <param name="profilePath">Of the cluster that the nodes are for; null for one of their own.</param>
    /// <param name="nodes">At least 1.</param>
    /// <param name="needsTorch">Whether nodes of a separate cluster need the torch engine.</param>
    /// <exception cref="LocalServerException">A node could not be started.</exception>
    /// <exception cref="ClusterSettingException">The profile cannot be used.</exception>
    public static async Task<LocalCluster> StartAsync(string? profilePath, int nodes, bool needsTorch, TimeProvider timeProvider, CancellationToken ct)
    {
        NodeServices? shared = profilePath is null ? null : NodeServices.Of(profilePath, PasswordSource.OfProcess);
        string folder = MakeFolder();
        try
        {
            NodeServices services = shared ?? NodeServices.OfFile(Path.Combine(folder, "store.db")) with { OffersTorch = needsTorch };
            StoreAddress store = shared is null
                ? StoreAddress.Read(services.Store, "the store of the command", PasswordSource.OfProcess)
                : ClusterProfileReader.ReadStore(profilePath!, PasswordSource.OfProcess);
            LocalNodes started = await LocalNodes.StartAsync(
                services, NamesOf(nodes, isShared: shared is not null), Path.Combine(folder, "nodes"), timeProvider, ct).ConfigureAwait(false);
            return new LocalCluster(folder, shared is null, started, store);
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    /// <inheritdoc cref="LocalNodes.WhenAllEndedAsync"/>
    public Task WhenAllNodesEndedAsync(CancellationToken ct) => _nodes.WhenAllEndedAsync(ct);

    public async ValueTask DisposeAsync()
    {
        // The nodes of a shared cluster may host others' runs by now: they hand them over.
        if (!IsPrivate)
        {
            await _nodes.StopAsync().ConfigureAwait(false);
        }

        await _nodes.DisposeAsync().ConfigureAwait(false);
        if (!KeepsLogs)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    public static string MakeFolder() => Directory.CreateTempSubdirectory("marketsim-cluster-").FullName;

    /// <summary>In an existing cluster the names of the nodes must be unused.</summary>
    private static IReadOnlyList<string> NamesOf(int count, bool isShared)
    {
        string prefix = isShared ? NodeNames.Default(Environment.MachineName, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))) : "node";
        return [.. Enumerable.Range(1, count).Select(number => string.Create(CultureInfo.InvariantCulture, $"{prefix[..Math.Min(prefix.Length, 50)]}-{number}"))];
    }
}
