using MarketSim.Cluster.Store;
using MarketSim.Cluster.Store.Sqlite;
using MarketSim.Results;

namespace MarketSim.Cluster.Tests.Store.Sqlite;

/// <summary>What becomes of the file on the disk.</summary>
public sealed class SqliteFileTests : IDisposable
{
    private const string Run = "run-1";

    private readonly SqliteFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task File_is_made_once_by_many_at_once()
    {
        SqliteClusterStore[] stores = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => _folder.OpenAsync())));

        await stores[0].SubmitAsync(Stored.Submission(Run));

        foreach (SqliteClusterStore store in stores)
        {
            Assert.Single(await store.ReadRunsAsync());
            await store.DisposeAsync();
        }
    }

    [Fact]
    public async Task File_that_another_process_makes_just_now_is_not_taken_for_another_programs()
    {
        for (int round = 0; round < 40; round++)
        {
            using var folder = new SqliteFolder();
            foreach (SqliteClusterStore store in await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => folder.OpenAsync()))))
            {
                await store.DisposeAsync();
            }
        }
    }

    [Fact]
    public async Task Store_that_is_opened_again_has_what_was_committed()
    {
        await using (SqliteClusterStore store = await _folder.OpenAsync())
        {
            await store.SubmitAsync(Stored.Submission(Run));
            RunLease lease = (await store.AcquireAsync(Run, 0, "holder-1", "build-1"))!;
            await store.WritePartsAsync(Run, 1, [Stored.Part("a", 1)]);
            Assert.True(await store.CommitAsync(lease, Stored.Manifest(7, Stored.Part("a", 1)), keep: 1));
        }

        Assert.Equal(["store.db"], new DirectoryInfo(_folder.Path).EnumerateFiles().Select(file => file.Name), StringComparer.Ordinal);
        await using SqliteClusterStore reopened = await _folder.OpenAsync();
        Assert.Equal(7, (await reopened.ReadLatestAsync(Run))!.Tick);
        Assert.Equal("holder-1", Assert.Single(await reopened.ReadActiveAsync()).Holder);
    }

    [Fact]
    public async Task File_grows_with_what_is_kept_not_with_what_was_written_and_shrinks_with_the_run()
    {
        const int length = 200_000;
        const int checkpoints = 60;
        long longest;
        await using (SqliteClusterStore store = await _folder.OpenAsync())
        {
            await store.SubmitAsync(Stored.Submission(Run));
            RunLease lease = (await store.AcquireAsync(Run, 0, "holder-1", "build-1"))!;
            for (int tick = 1; tick <= checkpoints; tick++)
            {
                await store.WritePartsAsync(Run, 1, [Stored.Part("a", tick, length)]);
                RunStatus status = tick == checkpoints ? RunStatus.Finished : RunStatus.Running;
                Assert.True(await store.CommitAsync(lease, Stored.Manifest(tick, Stored.Part("a", tick, length)) with { Status = status }, keep: 2));
            }

            longest = new FileInfo(_folder.Options.File).Length;
            Assert.True(await store.RemoveRunAsync(Run));
        }

        Assert.InRange(longest, 2 * length, 8 * length);
        Assert.InRange(new FileInfo(_folder.Options.File).Length, 0, length);
    }

    [Fact]
    public async Task Commits_are_flushed_to_the_disk_and_readers_do_not_wait_for_writers()
    {
        await using SqliteClusterStore store = await _folder.OpenAsync();

        (long synchronous, string mode) = await store.Database.ReadAsync(
            session => (session.ReadNumber("pragma synchronous"), session.ReadFirst("pragma journal_mode", row => row.GetString(0))!));

        Assert.Equal((2, "wal"), (synchronous, mode));
    }

    [Fact]
    public async Task Clock_that_was_set_back_gives_no_negative_times()
    {
        var time = new VirtualTimeProvider();
        time.Advance(TimeSpan.FromHours(1));
        await using SqliteClusterStore store = await _folder.OpenAsync(time: time);
        await store.SubmitAsync(Stored.Submission(Run));
        await using SqliteClusterStore earlier = await _folder.OpenAsync(time: new VirtualTimeProvider());

        Assert.Equal(TimeSpan.Zero, Assert.Single(await earlier.ReadActiveAsync()).SinceReport);
        Assert.Equal(TimeSpan.Zero, (await earlier.ReadRunAsync(Run))!.SinceSubmitted);
    }
}
