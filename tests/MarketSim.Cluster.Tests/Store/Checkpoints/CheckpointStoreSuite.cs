using MarketSim.Results;
using MarketSim.Results.Checkpoints;

namespace MarketSim.Cluster.Tests.Store.Checkpoints;

/// <summary>What the checkpoints of a run must do wherever they are kept: in a folder, in memory, in a SQLite file, in PostgreSQL. Two manifests are kept.</summary>
public abstract class CheckpointStoreSuite : IAsyncLifetime
{
    protected const int Keep = 2;

    private ICheckpointStore _store = null!;

    public async Task InitializeAsync() => _store = await OpenAsync();

    public abstract Task DisposeAsync();

    /// <summary>The checkpoints as a process sees them that has just begun, after another one died.</summary>
    protected abstract Task<ICheckpointStore> OpenAsync();

    /// <summary>Changes a stored part's content behind the store's back.</summary>
    protected abstract Task DamageAsync(PartReference part);

    /// <summary>Removes a stored part behind the store's back.</summary>
    protected abstract Task LoseAsync(PartReference part);

    /// <summary>Changes the newest manifest behind the store's back.</summary>
    protected abstract Task DamageManifestAsync();

    [Fact]
    public async Task Without_a_commit_there_is_no_checkpoint()
    {
        Assert.Null(await _store.ReadLatestAsync());
        await _store.WriteAsync([Stored.Part("market", 1)]);

        Assert.Null(await _store.ReadLatestAsync());
        Assert.Null(await (await OpenAsync()).ReadLatestAsync());
    }

    [Fact]
    public async Task Committed_checkpoint_is_read_back_in_every_figure_after_a_restart()
    {
        PartContent[] parts = [Stored.Part("agents/000000", 1, 0), Stored.Part("agents/000001", 2), Stored.Part("market", 3, 2_000_000)];
        CheckpointManifest written = Stored.Manifest(41, parts) with { Status = RunStatus.Interrupted, Summary = Stored.Summary(RunStatus.Interrupted) };
        Assert.Equal(parts.Select(Stored.Reference), await _store.WriteAsync(parts));
        await _store.CommitAsync(written);

        ICheckpointStore reopened = await ReopenAsync();
        CheckpointManifest read = (await reopened.ReadLatestAsync())!;

        Assert.Equivalent(written, read, strict: true);
        Assert.Equal(written.StateDigest(), read.StateDigest());
        Assert.Equal(parts.Reverse().Select(part => Stored.Digest(part.Content.Span)), (await reopened.ReadAsync([.. read.Parts.Reverse()])).Select(content => Stored.Digest(content)), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Newest_of_several_checkpoints_is_read()
    {
        foreach (long tick in new long[] { -1, 9, 1_000, 10_000_000_000 })
        {
            await CheckpointAsync(tick, Stored.Part("market", (int)(tick % 1_000)));
        }

        CheckpointManifest read = (await _store.ReadLatestAsync())!;

        Assert.Equal((10_000_000_000, Stored.Reference(Stored.Part("market", 0))), (read.Tick, read.Part("market")));
    }

    [Fact]
    public async Task Crash_between_parts_and_manifest_leaves_the_checkpoint_before_and_the_next_can_be_taken()
    {
        await CheckpointAsync(1, Stored.Part("agents/000000", 1), Stored.Part("market", 2));
        await _store.WriteAsync([Stored.Part("agents/000000", 3)]);

        ICheckpointStore reopened = await ReopenAsync();
        CheckpointManifest before = (await reopened.ReadLatestAsync())!;
        Assert.Equal(1, before.Tick);
        Assert.Equal(2, (await reopened.ReadAsync(before.Parts)).Count);

        // What was lost is written again, half of it with the same content.
        await CheckpointAsync(2, Stored.Part("agents/000000", 3), Stored.Part("market", 4));
        await CheckpointAsync(3, Stored.Part("agents/000000", 3), Stored.Part("market", 5));

        CheckpointManifest after = (await (await ReopenAsync()).ReadLatestAsync())!;
        Assert.Equal(3, after.Tick);
        Assert.Equal(
            [Stored.Reference(Stored.Part("agents/000000", 3)).Sha256, Stored.Reference(Stored.Part("market", 5)).Sha256],
            (await _store.ReadAsync(after.Parts)).Select(content => Stored.Digest(content)), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Part_that_every_manifest_names_again_lasts_longer_than_the_manifest_that_brought_it()
    {
        PartContent still = Stored.Part("replay/000000", 1);
        await CheckpointAsync(0, still);
        for (int tick = 1; tick <= 3 * Keep; tick++)
        {
            await _store.WriteAsync([Stored.Part("market", tick)]);
            await _store.CommitAsync(Stored.Manifest(tick, Stored.Part("market", tick), still));
        }

        Assert.Equal(still.Content.ToArray(), Assert.Single(await _store.ReadAsync([Stored.Reference(still)])));
    }

    [Fact]
    public async Task Part_that_comes_back_after_it_was_deleted_is_stored_again()
    {
        PartContent returning = Stored.Part("market", 1);
        await CheckpointAsync(0, returning);
        for (int tick = 1; tick <= 2 * Keep; tick++)
        {
            await CheckpointAsync(tick, Stored.Part("market", 10 + tick));
        }

        await CheckpointAsync(100, returning);

        Assert.Equal(returning.Content.ToArray(), Assert.Single(await (await ReopenAsync()).ReadAsync((await _store.ReadLatestAsync())!.Parts)));
    }

    [Fact]
    public async Task Same_content_under_two_names_is_read_for_both()
    {
        await CheckpointAsync(0, new PartContent("agents/000000", Stored.Bytes(1, 100)), new PartContent("agents/000001", Stored.Bytes(1, 100)));

        CheckpointManifest manifest = (await _store.ReadLatestAsync())!;

        Assert.Equal([Stored.Bytes(1, 100), Stored.Bytes(1, 100)], await _store.ReadAsync(manifest.Parts));
    }

    [Fact]
    public async Task Manifest_with_a_part_that_was_not_written_is_refused_and_changes_nothing()
    {
        await CheckpointAsync(1, Stored.Part("market", 1));
        await _store.WriteAsync([Stored.Part("agents/000000", 2)]);

        var refused = await Assert.ThrowsAsync<CheckpointException>(() => _store.CommitAsync(Stored.Manifest(2, Stored.Part("agents/000000", 2), Stored.Part("market", 3))));

        Assert.Contains("was not committed: its part market", refused.Message);
        Assert.Equal(1, (await (await ReopenAsync()).ReadLatestAsync())!.Tick);
    }

    [Fact]
    public async Task Damaged_part_is_named_and_found_before_it_is_used()
    {
        await CheckpointAsync(1, Stored.Part("agents/000000", 1), Stored.Part("market", 2));
        await DamageAsync(Stored.Reference(Stored.Part("market", 2)));

        ICheckpointStore reopened = await ReopenAsync();
        CheckpointManifest manifest = (await reopened.ReadLatestAsync())!;

        var damaged = await Assert.ThrowsAsync<CheckpointException>(() => reopened.ReadAsync(manifest.Parts));
        Assert.Contains("part market", damaged.Message);
        Assert.Contains("damaged", damaged.Message);
        Assert.Single(await reopened.ReadAsync([manifest.Part("agents/000000")]));
    }

    [Fact]
    public async Task Missing_part_is_named()
    {
        await CheckpointAsync(1, Stored.Part("market", 2));
        await LoseAsync(Stored.Reference(Stored.Part("market", 2)));

        ICheckpointStore reopened = await ReopenAsync();
        CheckpointManifest manifest = (await reopened.ReadLatestAsync())!;

        Assert.Contains("part market", (await Assert.ThrowsAsync<CheckpointException>(() => reopened.ReadAsync(manifest.Parts))).Message);
        Assert.Contains("part elsewhere", (await Assert.ThrowsAsync<CheckpointException>(() => reopened.ReadAsync([Stored.Reference(Stored.Part("elsewhere", 9))]))).Message);
    }

    [Fact]
    public async Task Damaged_manifest_is_found()
    {
        await CheckpointAsync(1, Stored.Part("market", 2));
        await DamageManifestAsync();

        ICheckpointStore reopened = await ReopenAsync();

        Assert.Contains("damaged", (await Assert.ThrowsAsync<CheckpointException>(reopened.ReadLatestAsync)).Message);
    }

    [Fact]
    public async Task Manifest_of_another_format_is_refused_by_name()
    {
        await _store.CommitAsync(Stored.Manifest(1) with { Format = 99 });

        Assert.Contains("format 99", (await Assert.ThrowsAsync<CheckpointException>(_store.ReadLatestAsync)).Message);
    }

    [Fact]
    public async Task Parts_may_be_written_from_many_threads_at_once()
    {
        PartContent[] parts = [.. Enumerable.Range(0, 64).Select(number => Stored.Part($"agents/{number:D6}", number % 40))];

        await Task.WhenAll(parts.Select(part => Task.Run(() => _store.WriteAsync([part]))));
        await _store.CommitAsync(Stored.Manifest(1, parts));

        ICheckpointStore reopened = await ReopenAsync();
        CheckpointManifest manifest = (await reopened.ReadLatestAsync())!;
        Assert.Equal(parts.Select(part => Stored.Digest(part.Content.Span)), (await reopened.ReadAsync(manifest.Parts)).Select(content => Stored.Digest(content)), StringComparer.Ordinal);
    }

    /// <summary>What is done from here on is done by another process.</summary>
    private async Task<ICheckpointStore> ReopenAsync() => _store = await OpenAsync();

    private async Task CheckpointAsync(long tick, params IReadOnlyList<PartContent> parts)
    {
        await _store.WriteAsync(parts);
        await _store.CommitAsync(Stored.Manifest(tick, parts));
    }
}
