using System.Collections.Concurrent;
using System.Globalization;
using MarketSim.Cluster.Store;
using MarketSim.Results.Checkpoints;

namespace MarketSim.Cluster.Tests.Store;

public abstract partial class ClusterStoreSuite
{
    /// <summary>Several holders take the lead from each other all the time and never stop writing with what they once had.</summary>
    [Fact]
    public async Task Epoch_never_has_two_writers_whoever_tries_at_once()
    {
        const int holders = 4;
        var accepted = new ConcurrentQueue<Accepted>();
        long newest = 0;

        await Task.WhenAll(Enumerable.Range(0, holders).Select(number => Task.Run(() => WriteAsHolderAsync(StoreOf(number), $"holder-{number}"))));

        Assert.All(accepted.GroupBy(write => write.Epoch), epoch => Assert.Single(epoch.Select(write => write.Holder).Distinct(StringComparer.Ordinal)));
        Assert.True(accepted.Select(write => write.Holder).Distinct(StringComparer.Ordinal).Count() > 1);
        Assert.All(accepted, write => Assert.True(write.Epoch >= write.NewestBefore, $"{write} was accepted after epoch {write.NewestBefore} had begun"));
        long committed = accepted.Where(write => write.IsCommit).Max(write => write.Epoch);
        Assert.Equal(committed, (await Store.ReadLatestAsync(Run))!.Tick);

        async Task WriteAsHolderAsync(IClusterStore store, string holder)
        {
            RunLease? lease = null;
            for (int turn = 0; turn < 40; turn++)
            {
                // Every third turn it takes the lead from its holder; otherwise it continues with what it once had.
                long epoch = (await RecordAsync()).Epoch;
                RunLease? taken = turn % 3 == 0 ? await store.AcquireAsync(Run, epoch, holder, "build-1") : null;
                lease = taken ?? (lease is null ? null : await store.RaiseAsync(lease, Stored.Recovery(lease.Epoch + 1)) ?? lease);
                if (lease is not null)
                {
                    Raise(ref newest, taken is null ? 0 : lease.Epoch);
                    await TryWriteAsync(store, lease);
                    await TryCommitAsync(store, lease, turn);
                }
            }
        }

        async Task TryWriteAsync(IClusterStore store, RunLease lease)
        {
            long before = Interlocked.Read(ref newest);
            try
            {
                await store.WritePartsAsync(Run, lease.Epoch, [Signed(lease)]);
                accepted.Enqueue(new Accepted(lease.Epoch, lease.Holder, before, IsCommit: false));
            }
            catch (StaleEpochException)
            {
                // As it should be when somebody else leads.
            }
        }

        async Task TryCommitAsync(IClusterStore store, RunLease lease, int turn)
        {
            long before = Interlocked.Read(ref newest);
            try
            {
                // Each is another manifest: the same one made again would rightly count as committed, even later.
                if (await store.CommitAsync(lease, Stored.Manifest(lease.Epoch, Signed(lease)) with { WallSeconds = turn }, Keep))
                {
                    accepted.Enqueue(new Accepted(lease.Epoch, lease.Holder, before, IsCommit: true));
                }
            }
            catch (CheckpointException)
            {
                // Its part was refused before.
            }
        }
    }

    private static PartContent Signed(RunLease lease) =>
        new("who", System.Text.Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{lease.Holder} in {lease.Epoch}")));

    private static void Raise(ref long newest, long epoch)
    {
        long seen = Interlocked.Read(ref newest);
        while (seen < epoch)
        {
            seen = Interlocked.CompareExchange(ref newest, epoch, seen) is { } found && found == seen ? epoch : found;
        }
    }

    /// <param name="NewestBefore">The newest epoch that was known to have begun before the write was tried.</param>
    private sealed record Accepted(long Epoch, string Holder, long NewestBefore, bool IsCommit);
}
