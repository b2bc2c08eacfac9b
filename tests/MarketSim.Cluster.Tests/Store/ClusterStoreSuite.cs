using MarketSim.Cluster.Store;
using MarketSim.Results.Checkpoints;

namespace MarketSim.Cluster.Tests.Store;

/// <summary>What every cluster store must do. Each test has a separate store, empty, with a run <see cref="Run"/>.</summary>
public abstract partial class ClusterStoreSuite : IAsyncLifetime
{
    protected const string Run = "run-1";

    private const int Keep = 2;

    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);

    protected IClusterStore Store { get; private set; } = null!;

    public virtual async Task InitializeAsync()
    {
        Store = await OpenAsync();
        await Store.SubmitAsync(Stored.Submission(Run));
    }

    public virtual async Task DisposeAsync() => await Store.DisposeAsync();

    /// <summary>An empty store.</summary>
    protected abstract Task<IClusterStore> OpenAsync();

    /// <summary>The store as another node has it open: over a separate connection, where the store is shared.</summary>
    protected virtual IClusterStore StoreOf(int node) => Store;

    /// <summary>Lets the store's clock continue.</summary>
    protected abstract Task PassAsync(TimeSpan time);

    /// <summary>Changes a stored part's content behind the store's back.</summary>
    protected abstract Task DamageAsync(string digest);

    /// <summary>Changes the newest manifest behind the store's back.</summary>
    protected abstract Task DamageManifestAsync();

    /// <summary>Digests of all parts that are stored for <see cref="Run"/>.</summary>
    protected abstract Task<IReadOnlyCollection<string>> StoredDigestsAsync();

    /// <summary>Takes the lead from any holder.</summary>
    private async Task<RunLease> LeadAsync(string holder = "holder-1", string run = Run) =>
        (await Store.AcquireAsync(run, (await Store.ReadRunAsync(run))!.Epoch, holder, "build-1"))!;

    private Task<IReadOnlyList<PartReference>> WriteAsync(RunLease lease, params IReadOnlyList<PartContent> parts) => Store.WritePartsAsync(Run, lease.Epoch, parts);

    /// <summary>Writes the parts and commits a manifest that names them.</summary>
    private async Task CheckpointAsync(RunLease lease, long tick, params IReadOnlyList<PartContent> parts)
    {
        await WriteAsync(lease, parts);
        Assert.True(await Store.CommitAsync(lease, Stored.Manifest(tick, parts), Keep));
    }

    private async Task<bool> IsStoredAsync(PartContent part) => (await StoredDigestsAsync()).Contains(Stored.Reference(part).Sha256, StringComparer.Ordinal);

    private async Task<RunRecord> RecordAsync() => (await Store.ReadRunAsync(Run))!;
}
