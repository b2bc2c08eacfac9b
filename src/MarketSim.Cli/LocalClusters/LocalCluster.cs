using System.Globalization;
using System.Security.Cryptography;
using MarketSim.Cli.Clusters;
using MarketSim.Cluster.Local;
using MarketSim.Cluster.Store.Postgres;

namespace MarketSim.Cli.LocalClusters;

/// <summary>
/// What a command starts on this machine for its own time: nodes, and a broker and a database where it names no cluster. All of it is in one
/// temporary folder and ends with the command.
/// </summary>
internal sealed class LocalCluster : IAsyncDisposable
{
    private readonly string _folder;
    private readonly LocalServices? _services;
    private readonly LocalNodes _nodes;

    private LocalCluster(string folder, LocalServices? services, LocalNodes nodes, PostgresOptions database)
    {
        _folder = folder;
        _services = services;
        _nodes = nodes;
        Database = database;
    }

    public PostgresOptions Database { get; }

    /// <summary>Whether broker and database end with the command, and all runs with them.</summary>
    public bool IsPrivate => _services is not null;

    /// <summary>Whether the logs of the nodes stay when this ends: something went wrong.</summary>
    public bool KeepsLogs { get; set; }

    public string LogFolder => _nodes.Folder;

    /// <param name="profilePath">Of the cluster that the nodes are for; null for one of their own.</param>
    /// <param name="nodes">At least 1.</param>
    /// <exception cref="LocalServerException">A package is missing, or a server did not come up.</exception>
    /// <exception cref="ClusterSettingException">The profile cannot be used.</exception>
    public static async Task<LocalCluster> StartAsync(string? profilePath, int nodes, TimeProvider timeProvider, CancellationToken ct)
    {
        NodeServices? shared = profilePath is null ? null : NodeServices.Of(profilePath, PasswordSource.OfProcess);
        string folder = MakeFolder();
        LocalServices? services = null;
        try
        {
            services = shared is null ? await LocalServices.StartAsync(folder, timeProvider, ct).ConfigureAwait(false) : null;
            LocalNodes started = await LocalNodes.StartAsync(
                shared ?? services!.Nodes, NamesOf(nodes, isShared: shared is not null), Path.Combine(folder, "nodes"), timeProvider, ct).ConfigureAwait(false);
            return new LocalCluster(folder, services, started, services?.Database ?? ClusterFile.ReadDatabase(profilePath!, PasswordSource.OfProcess));
        }
        catch
        {
            if (services is not null)
            {
                await services.DisposeAsync().ConfigureAwait(false);
            }

            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    /// <inheritdoc cref="LocalNodes.WhenAllEndedAsync"/>
    public Task WhenAllNodesEndedAsync(CancellationToken ct) => _nodes.WhenAllEndedAsync(ct);

    public async ValueTask DisposeAsync()
    {
        // The nodes of a shared cluster may carry others' runs by now: they hand them over.
        if (!IsPrivate)
        {
            await _nodes.StopAsync().ConfigureAwait(false);
        }

        await _nodes.DisposeAsync().ConfigureAwait(false);
        if (_services is not null)
        {
            await _services.DisposeAsync().ConfigureAwait(false);
        }

        if (!KeepsLogs)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    /// <summary>PostgreSQL's user must get through this folder, and needs to see nothing in it.</summary>
    public static string MakeFolder()
    {
        string folder = Directory.CreateTempSubdirectory("marketsim-cluster-").FullName;
        if (Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        }

        return folder;
    }

    /// <summary>In a cluster of others the names must be nobody else's.</summary>
    private static IReadOnlyList<string> NamesOf(int count, bool isShared)
    {
        string prefix = isShared ? Nodes.NodeIdentity.DefaultName(Environment.MachineName, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))) : "node";
        return [.. Enumerable.Range(1, count).Select(number => string.Create(CultureInfo.InvariantCulture, $"{prefix[..Math.Min(prefix.Length, 50)]}-{number}"))];
    }
}
