using MarketSim.Cluster.Store;
using MarketSim.Results;
using MarketSim.Results.Checkpoints;

namespace MarketSim.Cluster.Tests.Store;

public abstract partial class ClusterStoreSuite
{
    [Fact]
    public async Task Newest_manifest_is_read_as_committed()
    {
        Assert.Null(await Store.ReadLatestAsync(Run));
        RunLease lease = await LeadAsync();
        await CheckpointAsync(lease, 10, Stored.Part("a", 1));
        await CheckpointAsync(lease, 20, Stored.Part("a", 2), Stored.Part("b", 3));

        CheckpointManifest manifest = (await Store.ReadLatestAsync(Run))!;

        Assert.Equivalent(Stored.Manifest(20, Stored.Part("a", 2), Stored.Part("b", 3)), manifest, strict: true);
        Assert.Equal(20, (await RecordAsync()).CommittedTick);
    }

    [Fact]
    public async Task Commit_by_a_lost_lead_changes_nothing()
    {
        RunLease first = await LeadAsync();
        await CheckpointAsync(first, 10, Stored.Part("a", 1));
        await Store.RaiseAsync(first, Stored.Recovery(2));

        Assert.False(await Store.CommitAsync(first, Stored.Manifest(20, Stored.Part("a", 1)) with { Status = RunStatus.Finished }, Keep));

        Assert.Equal(10, (await Store.ReadLatestAsync(Run))!.Tick);
        Assert.Equal((RunStatus.Running, 10L), ((await RecordAsync()).Status, (await RecordAsync()).CommittedTick));
    }

    [Fact]
    public async Task Commit_after_the_lead_was_given_up_changes_nothing()
    {
        RunLease first = await LeadAsync();
        await Store.ReleaseAsync(first);

        Assert.False(await Store.CommitAsync(first, Stored.Manifest(20), Keep));
        Assert.Null(await Store.ReadLatestAsync(Run));
    }

    [Fact]
    public async Task Same_commit_made_again_counts_once()
    {
        RunLease lease = await LeadAsync();
        await CheckpointAsync(lease, 10, Stored.Part("a", 1));
        await CheckpointAsync(lease, 20, Stored.Part("a", 2));
        await CheckpointAsync(lease, 20, Stored.Part("a", 2));
        CheckpointManifest last = Stored.Manifest(30, Stored.Part("a", 1)) with { Status = RunStatus.Finished };

        // With two to keep, the first is still there unless the second counted twice.
        Assert.True(await IsStoredAsync(Stored.Part("a", 1)));
        Assert.True(await Store.CommitAsync(lease, last, Keep));
        Assert.True(await Store.CommitAsync(lease, last, Keep));
        Assert.Equal(RunStatus.Finished, (await RecordAsync()).Status);
    }

    [Fact]
    public async Task Finished_manifest_ends_the_run_and_the_lead()
    {
        RunLease lease = await LeadAsync();

        Assert.True(await Store.CommitAsync(lease, Stored.Manifest(50) with { Status = RunStatus.Finished }, Keep));

        Assert.Equal((RunStatus.Finished, null), ((await RecordAsync()).Status, (await RecordAsync()).Holder));
        Assert.Null(await Store.ReportAsync(lease, RunPosition.Start, null));
        Assert.Null(await Store.AcquireAsync(Run, lease.Epoch, "holder-2", "build-1"));
        Assert.False(await Store.RequestResumeAsync(Run));
        Assert.Empty(await Store.ReadActiveAsync());
    }

    [Fact]
    public async Task Manifest_with_a_part_that_is_not_stored_is_refused()
    {
        RunLease lease = await LeadAsync();
        await WriteAsync(lease, Stored.Part("a", 1));

        var refused = await Assert.ThrowsAsync<CheckpointException>(
            () => Store.CommitAsync(lease, Stored.Manifest(10, Stored.Part("a", 1), Stored.Part("b", 2)), Keep));

        Assert.Contains("its part b", refused.Message);
        Assert.Null(await Store.ReadLatestAsync(Run));
    }

    [Fact]
    public async Task Damaged_manifest_is_found_out()
    {
        await CheckpointAsync(await LeadAsync(), 10, Stored.Part("a", 1));
        await DamageManifestAsync();

        await Assert.ThrowsAsync<CheckpointException>(() => Store.ReadLatestAsync(Run));
    }

    [Fact]
    public async Task Manifest_of_another_format_is_refused_by_name()
    {
        RunLease lease = await LeadAsync();
        await Store.CommitAsync(lease, Stored.Manifest(10) with { Format = 99 }, Keep);

        var refused = await Assert.ThrowsAsync<CheckpointException>(() => Store.ReadLatestAsync(Run));

        Assert.Contains("format 99", refused.Message);
    }

    [Fact]
    public async Task Parts_of_manifests_that_are_not_kept_are_deleted()
    {
        RunLease lease = await LeadAsync();
        PartContent same = Stored.Part("same", 100);
        for (int number = 1; number <= 5; number++)
        {
            await CheckpointAsync(lease, number, same, Stored.Part("a", number));
        }

        PartContent[] kept = [same, Stored.Part("a", 4), Stored.Part("a", 5)];
        Assert.Equal(kept.Select(part => Stored.Reference(part).Sha256).Order(StringComparer.Ordinal), (await StoredDigestsAsync()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Part_found_there_survives_the_end_of_the_manifest_that_alone_named_it()
    {
        RunLease lease = await LeadAsync();
        PartContent returning = Stored.Part("a", 1);
        await CheckpointAsync(lease, 1, returning);
        await CheckpointAsync(lease, 2, Stored.Part("a", 2));

        // One partition has written for the checkpoint after the next, which drops the first manifest.
        await WriteAsync(lease, returning);
        await CheckpointAsync(lease, 3, Stored.Part("a", 3));
        Assert.True(await IsStoredAsync(returning));

        Assert.True(await Store.CommitAsync(lease, Stored.Manifest(4, returning), Keep));
        Assert.Equal(returning.Content.ToArray(), (await Store.ReadPartsAsync(Run, [Stored.Reference(returning)])).Single());
    }

    [Fact]
    public async Task Part_named_again_without_being_written_stays()
    {
        RunLease lease = await LeadAsync();
        PartContent old = Stored.Part("replay/1", 1);
        await CheckpointAsync(lease, 1, old);
        for (int tick = 2; tick <= 6; tick++)
        {
            await WriteAsync(lease, Stored.Part("a", tick));
            Assert.True(await Store.CommitAsync(lease, Stored.Manifest(tick, old, Stored.Part("a", tick)), Keep));
        }

        Assert.True(await IsStoredAsync(old));
    }

    [Fact]
    public async Task Parts_that_an_epoch_never_committed_go_with_the_second_commit_after_it()
    {
        RunLease first = await LeadAsync();
        await CheckpointAsync(first, 1, Stored.Part("a", 1));
        PartContent lost = Stored.Part("a", 2);
        await WriteAsync(first, lost);
        RunLease second = (await Store.RaiseAsync(first, Stored.Recovery(2)))!;

        await CheckpointAsync(second, 3, Stored.Part("a", 3));
        await CheckpointAsync(second, 4, Stored.Part("a", 4));

        Assert.False(await IsStoredAsync(lost));
        Assert.True(await IsStoredAsync(Stored.Part("a", 3)));
    }

    [Fact]
    public async Task Parts_written_in_the_present_epoch_survive_its_second_commit()
    {
        RunLease first = await LeadAsync();
        PartContent returning = Stored.Part("a", 9);
        await WriteAsync(first, returning);
        RunLease second = (await Store.RaiseAsync(first, Stored.Recovery(2)))!;
        await CheckpointAsync(second, 1, Stored.Part("a", 1));

        await WriteAsync(second, returning);
        await CheckpointAsync(second, 2, Stored.Part("a", 2));

        Assert.True(await Store.CommitAsync(second, Stored.Manifest(3, returning), Keep));
    }

    [Fact]
    public async Task End_of_a_run_leaves_only_parts_of_kept_manifests()
    {
        RunLease lease = await LeadAsync();
        await CheckpointAsync(lease, 1, Stored.Part("a", 1));
        await WriteAsync(lease, Stored.Part("lost", 7), Stored.Part("a", 2));

        Assert.True(await Store.CommitAsync(lease, Stored.Manifest(2, Stored.Part("a", 2)) with { Status = RunStatus.Interrupted }, keep: 1));

        Assert.Equal([Stored.Reference(Stored.Part("a", 2)).Sha256], await StoredDigestsAsync());
    }
}
