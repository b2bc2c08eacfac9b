using MarketSim.Simulation.Output;
using Npgsql;

namespace MarketSim.Cluster.Store.Postgres;

/// <summary>Who leads a run. Each call is one statement on the run's one row of <c>leases</c>, by the database's clock.</summary>
internal sealed class PostgresLeases(PostgresDatabase database)
{
    /// <summary>
    /// What was read before the lock was had does not count: when two take the lead at once, the second waits for the first's row lock, and then
    /// the conditions are tried again on the row as the first has left it.
    /// </summary>
    public Task<Lease?> AcquireAsync(string run, string holder, string build, TimeSpan length)
    {
        Statement acquire = new Statement(
            """
            with free as (
                select l.run_id, l.holder, l.tick, l.is_recovering, r.scenario, r.scenario_digest, r.most_nodes, r.sweep
                from marketsim.leases l join marketsim.runs r on r.id = l.run_id
                where r.name = @run and l.status = 'running' and (l.build is null or l.build = @build)
                    and (l.holder is null or l.expires_at <= clock_timestamp())
                for update of l),
            lease as (
                update marketsim.leases l set
                    holder = @holder, epoch = l.epoch + 1, expires_at = clock_timestamp() + @length, build = @build,
                    tick = -1, is_recovering = true, first_in_epoch = null
                from free where l.run_id = free.run_id
                returning l.epoch)
            select lease.epoch, free.scenario, free.scenario_digest, free.most_nodes, free.sweep, free.holder, free.tick, free.is_recovering
            from lease, free
            """)
            .With("run", run).With("holder", holder).With("build", build).With("length", length).Once();
        return database.ReadFirstAsync(acquire, row => new Lease(
            run,
            holder,
            row.GetInt64(0),
            length,
            new RunSubmission(run, row.GetString(1), row.GetString(2), row.GetInt32(3), row.IsDBNull(4) ? null : row.GetString(4)),
            row.IsDBNull(5) ? null : new LostLead(row.GetString(5), new RunPosition(row.GetInt64(6), row.GetBoolean(7)))));
    }

    public Task<LeaseRenewal?> RenewAsync(Lease lease, RunPosition position, string? progress)
    {
        Statement renew = Of(lease,
            """
            update marketsim.leases l set
                expires_at = clock_timestamp() + @length, tick = @tick, is_recovering = @recovering, progress = @progress
            from marketsim.runs r
            where r.id = l.run_id and r.name = @run and l.holder = @holder and l.epoch = @epoch and l.expires_at > clock_timestamp()
            returning l.is_stop_requested
            """)
            .With("length", lease.Length).With("tick", position.Tick).With("recovering", position.IsRecovering).With("progress", progress);
        return database.ReadFirstAsync(InTime(renew, lease), row => new LeaseRenewal(row.GetBoolean(0)));
    }

    /// <summary>Waits for the writers of parts that hold the row, each for one statement; see the schema on its unique index.</summary>
    public Task<Lease?> RaiseAsync(Lease lease, Recovery recovery)
    {
        Statement raise = Noting(recovery, Of(lease,
            """
            with lease as (
                update marketsim.leases l set
                    epoch = l.epoch + 1, expires_at = clock_timestamp() + @length, is_recovering = true, first_in_epoch = null
                from marketsim.runs r
                where r.id = l.run_id and r.name = @run and l.holder = @holder and l.epoch = @epoch and l.expires_at > clock_timestamp()
                returning l.run_id, l.epoch),
            noted as (
                insert into marketsim.recoveries (run_id, epoch, cause, node, tick, committed_tick, message, noted_at)
                select run_id, epoch, @cause, @node, @tick, @committed, @message, clock_timestamp() from lease)
            select epoch from lease
            """))
            .With("length", lease.Length).Once();
        return database.ReadFirstAsync(raise, row => lease with { Epoch = row.GetInt64(0), Before = null });
    }

    public async Task<bool> NoteAsync(Lease lease, Recovery recovery)
    {
        Statement note = Noting(recovery, Of(lease,
            """
            with lease as (
                select l.run_id, l.epoch from marketsim.leases l join marketsim.runs r on r.id = l.run_id
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

    public Task ReleaseAsync(Lease lease) => database.ExecuteAsync(Of(lease,
        """
        update marketsim.leases l set holder = null, expires_at = clock_timestamp() from marketsim.runs r
        where r.id = l.run_id and r.name = @run and l.holder = @holder and l.epoch = @epoch
        """));

    public async Task<bool> FailAsync(Lease lease, string message, RunSummary summary)
    {
        Statement fail = Of(lease,
            """
            update marketsim.leases l set
                status = 'failed', message = @message, failure_summary = @summary, holder = null, expires_at = clock_timestamp()
            from marketsim.runs r
            where r.id = l.run_id and r.name = @run and l.holder = @holder and l.epoch = @epoch
            """)
            .With("message", message).With("summary", StoredJson.Of(summary)).Once();
        return await database.ExecuteAsync(fail).ConfigureAwait(false) > 0;
    }

    private static Statement Of(Lease lease, string text) =>
        new Statement(text).With("run", lease.Run).With("holder", lease.Holder).With("epoch", lease.Epoch);

    private static Statement Noting(Recovery recovery, Statement statement) => statement
        .With("cause", (short)recovery.Cause).With("node", recovery.Node).With("tick", recovery.Tick)
        .With("committed", recovery.CommittedTick).With("message", recovery.Message);

    // An answer after the lease's end is of no use.
    private Statement InTime(Statement statement, Lease lease) =>
        statement.Within(lease.Length < database.Options.CommandTimeout ? lease.Length : database.Options.CommandTimeout);
}
