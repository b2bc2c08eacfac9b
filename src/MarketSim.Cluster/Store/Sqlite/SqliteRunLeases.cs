using MarketSim.Results;

namespace MarketSim.Cluster.Store.Sqlite;

/// <summary>The lease of the leader of a run. Each change is one statement on the run's one row, which names holder and epoch.</summary>
internal sealed class SqliteRunLeases(SqliteDatabase database)
{
    private const string OfHolder = "where name = @run and holder = @holder and epoch = @epoch";

    public Task<RunLease?> AcquireAsync(string run, long expectedEpoch, string holder, string build) => database.WriteAsync(session =>
    {
        RunLease? lease = session.ReadFirst(
            """
            select scenario, scenario_digest, max_nodes, sweep, holder, tick, is_recovering from runs
            where name = @run and status = 'running' and epoch = @expected and (build is null or build = @build)
            """,
            row => new RunLease(
                run,
                holder,
                expectedEpoch + 1,
                new RunSubmission(run, row.GetString(0), row.GetString(1), row.GetInt32(2), row.IsDBNull(3) ? null : row.GetString(3)),
                row.IsDBNull(4) ? null : new LostLease(row.GetString(4), new RunPosition(row.GetInt64(5), row.GetBoolean(6)))),
            ("run", run), ("expected", expectedEpoch), ("build", build));
        if (lease is not null)
        {
            session.Execute(
                """
                update runs set
                    holder = @holder, epoch = epoch + 1, reported_at = @now, build = @build, tick = -1, is_recovering = 1, first_in_epoch = null
                where name = @run and epoch = @expected
                """,
                ("holder", holder), ("now", session.Now), ("build", build), ("run", run), ("expected", expectedEpoch));
        }

        return lease;
    });

    public Task<LeaderInstructions?> ReportAsync(RunLease lease, RunPosition position, string? progress) => database.WriteAsync(session => session.ReadFirst(
        $"""
        update runs set reported_at = @now, tick = @tick, is_recovering = @recovering, progress = @progress {OfHolder}
        returning is_stop_requested
        """,
        row => new LeaderInstructions(row.GetBoolean(0)),
        ("now", session.Now), ("tick", position.Tick), ("recovering", position.IsRecovering), ("progress", progress),
        ("run", lease.Run), ("holder", lease.Holder), ("epoch", lease.Epoch)));

    public Task<RunLease?> RaiseAsync(RunLease lease, Recovery recovery) => database.WriteAsync(session =>
    {
        if (!Change(session, lease, "epoch = epoch + 1, reported_at = @now, is_recovering = 1, first_in_epoch = null", ("now", session.Now)))
        {
            return null;
        }

        RunLease raised = lease with { Epoch = lease.Epoch + 1, Before = null };
        Note(session, raised, recovery);
        return raised;
    });

    public Task<bool> NoteAsync(RunLease lease, Recovery recovery) => database.WriteAsync(session => Note(session, lease, recovery));

    public Task ReleaseAsync(RunLease lease) =>
        database.WriteAsync(session => Change(session, lease, "holder = null, reported_at = @now", ("now", session.Now)));

    public Task<bool> FailAsync(RunLease lease, string message, RunSummary summary) => database.WriteAsync(session => Change(
        session,
        lease,
        "status = 'failed', message = @message, failure_summary = @summary, holder = null, reported_at = @now",
        ("message", message),
        ("summary", StoredJson.Of(summary)),
        ("now", session.Now)));

    /// <returns>False when the lease is lost: nothing was changed.</returns>
    private static bool Change(SqliteSession session, RunLease lease, string what, params ReadOnlySpan<(string Name, object? Value)> values) => session.Execute(
        $"update runs set {what} {OfHolder}", [.. values, ("run", lease.Run), ("holder", lease.Holder), ("epoch", lease.Epoch)]) > 0;

    private static bool Note(SqliteSession session, RunLease lease, Recovery recovery)
    {
        session.Execute(
            $"""
            insert into recoveries (run_id, epoch, cause, node, tick, committed_tick, message, noted_at)
            select id, epoch, @cause, @node, @tick, @committed, @message, @now from runs {OfHolder}
            on conflict (run_id, epoch) do nothing
            """,
            ("cause", (int)recovery.Cause), ("node", recovery.Node), ("tick", recovery.Tick), ("committed", recovery.CommittedTick),
            ("message", recovery.Message), ("now", session.Now), ("run", lease.Run), ("holder", lease.Holder), ("epoch", lease.Epoch));
        return session.Exists($"select id from runs {OfHolder}", ("run", lease.Run), ("holder", lease.Holder), ("epoch", lease.Epoch));
    }
}
