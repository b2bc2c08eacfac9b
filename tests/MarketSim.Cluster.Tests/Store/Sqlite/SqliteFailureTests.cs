using System.Text;
using MarketSim.Cluster.Store;
using MarketSim.Cluster.Store.Sqlite;
using MarketSim.Results;
using Microsoft.Data.Sqlite;

namespace MarketSim.Cluster.Tests.Store.Sqlite;

/// <summary>What a node sees when the file, its disk or its folder is not as it should be.</summary>
public sealed class SqliteFailureTests : IDisposable
{
    private const string Run = "run-1";

    private readonly SqliteFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Missing_folder_is_refused()
    {
        var elsewhere = new SqliteOptions { File = Path.Combine(_folder.Path, "nowhere", "store.db") };

        var refused = await Assert.ThrowsAsync<StoreRefusedException>(() => _folder.OpenAsync(elsewhere));

        Assert.Contains("does not exist. Make it", refused.Message);
        Assert.Contains(elsewhere.File, refused.Message);
    }

    [Fact]
    public async Task Folder_in_place_of_the_file_is_refused() =>
        Assert.Contains("cannot be opened", (await Assert.ThrowsAsync<StoreRefusedException>(() => _folder.OpenAsync(new SqliteOptions { File = _folder.Path }))).Message);

    [Fact]
    public async Task Database_of_another_program_is_refused_and_left_as_it_is()
    {
        _folder.Execute("create table notes (text text)");
        byte[] before = await File.ReadAllBytesAsync(_folder.Options.File);

        Assert.Contains("another program's database", (await RefusedAsync()).Message);

        Assert.Equal(before, await File.ReadAllBytesAsync(_folder.Options.File));
    }

    [Fact]
    public async Task File_that_is_no_database_is_refused()
    {
        await File.WriteAllTextAsync(_folder.Options.File, new string('x', 10_000));

        Assert.Contains("is no store of MarketSim", (await RefusedAsync()).Message);
    }

    [Fact]
    public async Task Store_of_a_newer_version_says_that_the_program_is_older()
    {
        await MakeAsync();
        _folder.Execute("pragma user_version = 99");

        StoreRefusedException refused = await RefusedAsync();

        Assert.Contains("This program is older than the store", refused.Message);
        Assert.Contains("version 99", refused.Message);
    }

    [Fact]
    public async Task Damaged_pages_are_refused_with_what_to_do()
    {
        await MakeAsync();
        await using (FileStream file = File.OpenWrite(_folder.Options.File))
        {
            // All but the first page, which says that it is a store.
            file.Position = 4096;
            file.Write(Encoding.ASCII.GetBytes(new string('?', (int)file.Length - 4096)));
        }

        await using SqliteClusterStore store = await _folder.OpenAsync();
        var refused = await Assert.ThrowsAsync<StoreRefusedException>(() => store.ReadRunAsync(Run));

        Assert.Contains("is damaged", refused.Message);
        Assert.Contains("Restore it from a backup", refused.Message);
    }

    [Fact]
    public async Task Lock_that_another_process_keeps_is_unavailable_until_it_is_gone()
    {
        await using SqliteClusterStore store = await _folder.OpenAsync(_folder.Options with { BusyTimeout = TimeSpan.FromMilliseconds(50) });
        await store.SubmitAsync(Stored.Submission(Run));
        await using SqliteConnection other = _folder.Connect();
        await using SqliteTransaction held = other.BeginTransaction(deferred: false);

        var unavailable = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.AcquireAsync(Run, 0, "holder-1", "build-1"));

        Assert.Contains("is locked", unavailable.Message);
        Assert.Contains(_folder.Options.File, unavailable.Message);
        Assert.Single(await store.ReadRunsAsync());
        await held.RollbackAsync();
        Assert.NotNull(await store.AcquireAsync(Run, 0, "holder-1", "build-1"));
    }

    [Fact]
    public async Task Full_disk_is_unavailable_and_loses_nothing_that_was_committed()
    {
        await using SqliteClusterStore store = await _folder.OpenAsync();
        await store.SubmitAsync(Stored.Submission(Run));
        RunLease lease = (await store.AcquireAsync(Run, 0, "holder-1", "build-1"))!;
        await store.WritePartsAsync(Run, 1, [Stored.Part("a", 1)]);
        Assert.True(await store.CommitAsync(lease, Stored.Manifest(1, Stored.Part("a", 1)), keep: 1));
        await store.Database.ReadAsync(session => session.ReadNumber("pragma max_page_count = 1"));

        var unavailable = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.WritePartsAsync(Run, 1, [Stored.Part("b", 2, 1_000_000)]));

        Assert.Contains("no space left", unavailable.Message);

        // There is room again: the limit was of the connection, and that is made again.
        await store.WritePartsAsync(Run, 1, [Stored.Part("b", 2, 1_000_000)]);
        Assert.Equal(1, (await store.ReadLatestAsync(Run))!.Tick);
        Assert.Single(await store.ReadPartsAsync(Run, [Stored.Reference(Stored.Part("a", 1))]));
        Assert.True(await store.CommitAsync(lease, Stored.Manifest(2, Stored.Part("b", 2, 1_000_000)), keep: 1));
    }

    [Theory]
    [InlineData(3, true, "may not be written to")]
    [InlineData(7, false, "no memory left")]
    [InlineData(8, true, "Give this process's user the right")]
    [InlineData(10, false, "The disk of the store")]
    [InlineData(18, true, "Use PostgreSQL")]
    [InlineData(21, true, "refuses: bad parameter or other API misuse (21)")]
    public void Error_says_where_what_and_the_remedy(int code, bool isRefused, string expected)
    {
        var error = new SqliteException($"SQLite Error {code}: 'bad parameter or other API misuse'.", code);

        Exception translated = SqliteErrors.Translate(error, _folder.Options);

        Assert.Equal(isRefused ? typeof(StoreRefusedException) : typeof(StoreUnavailableException), translated.GetType());
        Assert.Contains(expected, translated.Message);
        Assert.Contains(_folder.Options.File, translated.Message);
    }

    [Fact]
    public async Task Call_after_the_end_is_an_error_of_the_caller()
    {
        SqliteClusterStore store = await _folder.OpenAsync();
        await store.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(store.ReadRunsAsync);
    }

    private async Task MakeAsync()
    {
        await using SqliteClusterStore store = await _folder.OpenAsync();
        await store.SubmitAsync(Stored.Submission(Run));
        await store.FailAsync((await store.AcquireAsync(Run, 0, "holder-1", "build-1"))!, "no", Stored.Summary(RunStatus.Failed));
    }

    private Task<StoreRefusedException> RefusedAsync() => Assert.ThrowsAsync<StoreRefusedException>(() => _folder.OpenAsync());
}
