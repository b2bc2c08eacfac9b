using MarketSim.Results;
using Microsoft.Data.Sqlite;

namespace MarketSim.Cluster.Store.Sqlite;

/// <summary>The registry of runs; their leaders are recorded by <see cref="SqliteRunLeases"/>.</summary>
internal sealed class SqliteRunRegistry(SqliteDatabase database)
{
    private const int MaxWithoutHolder = 100;
    private const int MaxRecoveries = 1_000;

    // 4 KiB each: what is freed at a time, so that other processes get to write in between.
    private const int PagesFreedAtOnce = 10_000;

    private const string RecordQuery =
        """
        select name, scenario, scenario_digest, max_nodes, sweep, status, message, build, epoch, holder, is_stop_requested, committed_tick, progress,
            (select count(*) from recoveries where run_id = runs.id), submitted_at, reported_at
        from runs
        """;

    public Task SubmitAsync(RunSubmission run) => database.WriteAsync(session =>
    {
        int submitted = session.Execute(
            """
            insert into runs (name, scenario, scenario_digest, max_nodes, sweep, submitted_at, reported_at)
            select @run, @scenario, @digest, @nodes, @sweep, @now, @now
            where not exists (select 1 from removed_runs where name = @run) and not exists (select 1 from runs where name = @run)
            """,
            ("run", run.Run), ("scenario", run.Scenario), ("digest", run.ScenarioDigest), ("nodes", run.MaxNodes), ("sweep", run.Sweep), ("now", session.Now));
        if (submitted == 0)
        {
            throw new RunNameTakenException(run.Run);
        }
    });

    public Task<RunRecord?> ReadRunAsync(string run) =>
        database.ReadAsync(session => session.ReadFirst($"{RecordQuery} where name = @run", row => Record(session, row), ("run", run)));

    public Task<IReadOnlyList<RunRecord>> ReadRunsAsync() =>
        database.ReadAsync<IReadOnlyList<RunRecord>>(session => session.Read($"{RecordQuery} order by id", row => Record(session, row)));

    public Task<IReadOnlyList<ActiveRun>> ReadActiveAsync() => database.ReadAsync<IReadOnlyList<ActiveRun>>(session => session.Read(
        $"""
        select name, build, epoch, holder, reported_at from (
            select *, row_number() over (partition by holder is null order by id) as number from runs where status = 'running')
        where holder is not null or number <= {MaxWithoutHolder}
        order by id
        """,
        row => new ActiveRun(row.GetString(0), TextOrNull(row, 1), row.GetInt64(2), TextOrNull(row, 3), session.Since(row.GetInt64(4)))));

    public Task<bool> RequestStopAsync(string run) => database.WriteAsync(session =>
        session.Execute("update runs set is_stop_requested = 1 where name = @run and status = 'running'", ("run", run)) > 0);

    // What a holder said of its own run before must not be taken for the next one's report: nobody leads, in order. What ended the run is forgiven.
    public Task<bool> RequestResumeAsync(string run) => database.WriteAsync(session =>
    {
        bool isResumed = session.Execute(
            """
            update runs set
                status = 'running', message = '', failure_summary = null, is_stop_requested = 0, holder = null, reported_at = @now
            where name = @run and status in ('interrupted', 'failed')
            """,
            ("run", run), ("now", session.Now)) > 0;
        if (isResumed)
        {
            session.Execute("delete from recoveries where run_id = (select id from runs where name = @run)", ("run", run));
        }

        return isResumed;
    });

    // All else of a run goes with its row.
    public async Task<bool> RemoveAsync(string run)
    {
        bool isRemoved = await database.WriteAsync(session =>
            session.Execute("delete from runs where name = @run and status <> 'running'", ("run", run)) > 0
                && session.Execute("insert into removed_runs (name, removed_at) values (@run, @now)", ("run", run), ("now", session.Now)) > 0).ConfigureAwait(false);
        if (isRemoved)
        {
            await ShrinkAsync(run).ConfigureAwait(false);
        }

        return isRemoved;
    }

    public Task<IReadOnlyList<Recovery>> ReadRecoveriesAsync(string run) => database.ReadAsync<IReadOnlyList<Recovery>>(session => session.Read(
        $"""
        select * from (
            select c.epoch, c.cause, c.node, c.tick, c.committed_tick, c.message from recoveries c join runs r on r.id = c.run_id
            where r.name = @run order by c.epoch desc limit {MaxRecoveries})
        order by epoch
        """,
        row => new Recovery(row.GetInt64(0), (RecoveryCause)row.GetInt32(1), row.GetString(2), row.GetInt64(3), row.GetInt64(4), row.GetString(5)),
        ("run", run)));

    /// <summary>Gives what is no longer used back to the disk; until then later contents use it.</summary>
    private async Task ShrinkAsync(string run)
    {
        try
        {
            while (await database.WriteAsync(FreePages).ConfigureAwait(false))
            {
            }
        }
        catch (StoreUnavailableException exception)
        {
            // The run is gone all the same.
            database.Logger.FileStaysLong(run, exception.Message);
        }
    }

    /// <returns>True if there are more to free.</returns>
    private static bool FreePages(SqliteSession session)
    {
        long before = session.ReadNumber("pragma freelist_count");
        session.Read($"pragma incremental_vacuum({PagesFreedAtOnce})", _ => true);
        long after = session.ReadNumber("pragma freelist_count");
        return after > 0 && after < before;
    }

    private static RunRecord Record(SqliteSession session, SqliteDataReader row)
    {
        RunStatus status = Enum.Parse<RunStatus>(row.GetString(5), ignoreCase: true);
        return new RunRecord(
            new RunSubmission(row.GetString(0), row.GetString(1), row.GetString(2), row.GetInt32(3), TextOrNull(row, 4)),
            status,
            row.GetString(6),
            TextOrNull(row, 7),
            row.GetInt64(8),
            TextOrNull(row, 9),
            row.GetBoolean(10),
            row.IsDBNull(11) ? null : row.GetInt64(11),
            TextOrNull(row, 12),
            row.GetInt32(13),
            session.Since(row.GetInt64(14)),
            status == RunStatus.Running ? null : session.Since(row.GetInt64(15)));
    }

    private static string? TextOrNull(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
