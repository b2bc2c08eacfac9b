using MarketSim.Results;
using Npgsql;

namespace MarketSim.Cluster.Store.Postgres;

/// <summary>The lease of the leader of a run. Each call is one statement on the run's one row of <c>run_leases</c>, which names holder and epoch.</summary>
internal sealed class PostgresRunLeases(PostgresDatabase database)
{
    /// <summary>
    /// Acquires the lease in one statement. When two nodes acquire at once, the second waits for the first's row lock; the conditions are then evaluated
    /// again on the row as the first has left it, so a value that was read before the lock does not count.
    /// </summary>
    public Task<RunLease?> AcquireAsync(string run, long expectedEpoch, string holder, string build)
    {
        Statement acquire = new Statement(
            """
            with before as (
                select l.run_id, l.holder, l.tick, l.is_recovering, r.scenario, r.scenario_digest, r.max_nodes, r.sweep
                from marketsim.run_leases l join marketsim.runs r on r.id = l.run_id
                where r.name = @run and l.status = 'running' and l.epoch = @expected and (l.build is null or l.build = @build)
                for update of l),
            lease as (
                update marketsim.run_leases l set
                    holder = @holder, epoch = l.epoch + 1, reported_at = clock_timestamp(), build = @build,
                    tick = -1, is_recovering = true, first_in_epoch = null
                from before where l.run_id = before.run_id
                returning l.epoch)
            select lease.epoch, before.scenario, before.scenario_digest, before.max_nodes, before.sweep, before.holder, before.tick, before.is_recovering
            from lease, before
            """)
            .With("run", run).With("expected", expectedEpoch).With("holder", holder).With("build", build).Once();
        return database.ReadFirstAsync(acquire, row => new RunLease(
            run,
            holder,
            row.GetInt64(0),
            new RunSubmission(run, row.GetString(1), row.GetString(2), row.GetInt32(3), row.IsDBNull(4) ? null : row.GetString(4)),
            row.IsDBNull(5) ? null : new LostLease(row.GetString(5), new RunPosition(row.GetInt64(6), row.GetBoolean(7)))));
    }

    public Task<LeaderInstructions?> ReportAsync(RunLease lease, RunPosition position, string? progress)
    {
        Statement report = Of(lease,
            """
            update marketsim.run_leases l set
                reported_at = clock_timestamp(), tick = @tick, is_recovering = @recovering, progress = @progress
            from marketsim.runs r
            where r.id = l.run_id and r.name = @run and l.holder = @holder and l.epoch = @epoch
            returning l.is_stop_requested
            """)
            .With("tick", position.Tick).With("recovering", position.IsRecovering).With("progress", progress);
        return database.ReadFirstAsync(report, row => new LeaderInstructions(row.GetBoolean(0)));
    }

    /// <summary>Waits for the writers of parts that hold the row, each for one statement; see the schema on its unique index.</summary>
    public Task<RunLease?> RaiseAsync(RunLease lease, Recovery recovery)
    {
        Statement raise = Noting(recovery, Of(lease,
            """
            with lease as (
                update marketsim.run_leases l set
                    epoch = l.epoch + 1, reported_at = clock_timestamp(), is_recovering = true, first_in_epoch = null
                from marketsim.runs r
                where r.id = l.run_id and r.name = @run and l.holder = @holder and l.epoch = @epoch
                returning l.run_id, l.epoch),
            noted as (
                insert into marketsim.recoveries (run_id, epoch, cause, node, tick, committed_tick, message, noted_at)
                select run_id, epoch, @cause, @node, @tick, @committed, @message, clock_timestamp() from lease)
            select epoch from lease
            """)).Once();
        return database.ReadFirstAsync(raise, row => lease with { Epoch = row.GetInt64(0), Before = null });
    }

    public async Task<bool> NoteAsync(RunLease lease, Recovery recovery)
    {
        Statement note = Noting(recovery, Of(lease,
            """
            with lease as (
                select l.run_id, l.epoch from marketsim.run_leases l join marketsim.runs r on r.id = l.run_id
                where r.name = @run and l.holder = @holder and l.epoch = @epoch
                for key share of l),
            noted as (
                insert into marketsim.recoveries (run_id, epoch, cause, node, tick, committed_tick, message, noted_at)
                select run_id, epoch, @cause, @node, @tick, @committed, @message, clock_timestamp() from lease
                on conflict (run_id, epoch) do nothing)
            select epoch from lease
            """));
        return (await database.ReadAllAsync(note, row => row.GetInt64(0)).ConfigureAwait(false)).Count > 0;
    }

    public Task ReleaseAsync(RunLease lease) => database.ExecuteAsync(Of(lease,
        """
        update marketsim.run_leases l set holder = null, reported_at = clock_timestamp() from marketsim.runs r
        where r.id = l.run_id and r.name = @run and l.holder = @holder and l.epoch = @epoch
        """));

    public async Task<bool> FailAsync(RunLease lease, string message, RunSummary summary)
    {
        Statement fail = Of(lease,
            """
            update marketsim.run_leases l set
                status = 'failed', message = @message, failure_summary = @summary, holder = null, reported_at = clock_timestamp()
            from marketsim.runs r
            where r.id = l.run_id and r.name = @run and l.holder = @holder and l.epoch = @epoch
            """)
            .With("message", message).With("summary", StoredJson.Of(summary)).Once();
        return await database.ExecuteAsync(fail).ConfigureAwait(false) > 0;
    }

    private static Statement Of(RunLease lease, string text) =>
        new Statement(text).With("run", lease.Run).With("holder", lease.Holder).With("epoch", lease.Epoch);

    private static Statement Noting(Recovery recovery, Statement statement) => statement
        .With("cause", (short)recovery.Cause).With("node", recovery.Node).With("tick", recovery.Tick)
        .With("committed", recovery.CommittedTick).With("message", recovery.Message);
}
