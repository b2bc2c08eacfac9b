using MarketSim.Cli.LocalClusters;
using MarketSim.Cli.Terminal;
using MarketSim.Cluster.Profiles;
using MarketSim.Cluster.Store;

namespace MarketSim.Cli.Sessions;

/// <summary>The cluster that a command works with, for as long as it does: its store, and what the command started for it.</summary>
internal sealed class ClusterSession : IAsyncDisposable
{
    private ClusterSession(ClusterTarget target, IClusterStore store, LocalCluster? local)
    {
        Target = target;
        Store = store;
        Local = local;
    }

    public ClusterTarget Target { get; }

    public IClusterStore Store { get; }

    /// <summary>The cluster that the command has started; null for none.</summary>
    public LocalCluster? Local { get; }

    /// <summary>True when runs continue after the command has ended.</summary>
    public bool Outlives => Local is not { IsPrivate: true };

    /// <param name="ct">Gives up while services are starting.</param>
    public static async Task<ClusterSession> OpenAsync(CommandConsole console, TimeProvider timeProvider, ClusterTarget target, CancellationToken ct)
    {
        LocalCluster? local = target.LocalNodes is { } nodes
            ? await LocalCluster.StartAsync(target.ProfilePath, nodes, target.NeedsTorch, timeProvider, ct).ConfigureAwait(false)
            : null;
        try
        {
            StoreAddress store = local?.Store ?? ClusterProfileReader.ReadStore(target.ProfilePath!, PasswordSource.OfProcess);
            return new ClusterSession(target, await console.OpenStore(store).ConfigureAwait(false), local);
        }
        catch
        {
            if (local is not null)
            {
                await local.DisposeAsync().ConfigureAwait(false);
            }

            throw;
        }
    }

    /// <summary>Waits for work in the cluster, and fails when all nodes that the command started have ended.</summary>
    public async Task<T> WhileNodesLiveAsync<T>(Task<T> work)
    {
        if (Local is null)
        {
            return await work.ConfigureAwait(false);
        }

        using var over = new CancellationTokenSource();
        Task nodes = Local.WhenAllNodesEndedAsync(over.Token);
        if (await Task.WhenAny(work, nodes).ConfigureAwait(false) == nodes && !work.IsCompleted)
        {
            await nodes.ConfigureAwait(false);
        }

        await over.CancelAsync().ConfigureAwait(false);
        await nodes.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return await work.ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync().ConfigureAwait(false);
        if (Local is not null)
        {
            await Local.DisposeAsync().ConfigureAwait(false);
        }
    }
}
