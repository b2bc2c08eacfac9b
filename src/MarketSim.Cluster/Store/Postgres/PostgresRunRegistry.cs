using MarketSim.Results;
using Npgsql;

namespace MarketSim.Cluster.Store.Postgres;

/// <summary>The registry of runs; their leaders are recorded by <see cref="PostgresRunLeases"/>.</summary>
internal sealed class PostgresRunRegistry(PostgresDatabase database)
{
    private const int MaxWithoutHolder = 100;
    private const int MaxRecoveries = 1_000;

    // Of many gigabytes.
    private static readonly TimeSpan MaxRemoval = TimeSpan.FromMinutes(10);

    private const string SubmissionColumns = "r.name, r.scenario, r.scenario_digest, r.max_nodes, r.sweep";

    private const string RecordQuery =
        $"""
        select {SubmissionColumns}, l.status, l.message, l.build, l.epoch, l.holder, l.is_stop_requested, l.committed_tick, l.progress,
            (select count(*)::integer from marketsim.recoveries c where c.run_id = r.id),
            clock_timestamp() - r.submitted_at,
            case when l.status <> 'running' then clock_timestamp() - l.reported_at end
        from marketsim.runs r join marketsim.run_leases l on l.run_id = r.id
        """;

    public async Task SubmitAsync(RunSubmission run)
    {
        Statement submit = new Statement(
            """
            with run as (
                insert into marketsim.runs (name, scenario, scenario_digest, max_nodes, sweep, submitted_at)
                select @run, @scenario, @digest, @nodes, @sweep, clock_timestamp()
                where not exists (select from marketsim.removed_runs where name = @run)
                on conflict (name) do nothing
                returning id, submitted_at)
            insert into marketsim.run_leases (run_id, reported_at) select id, submitted_at from run
            """)
            .With("run", run.Run).With("scenario", run.Scenario).With("digest", run.ScenarioDigest).With("nodes", run.MaxNodes).With("sweep", run.Sweep).Once();
        if (await database.ExecuteAsync(submit).ConfigureAwait(false) == 0)
        {
            throw new RunNameTakenException(run.Run);
        }
    }

    public Task<RunRecord?> ReadRunAsync(string run) =>
        database.ReadFirstAsync(new Statement($"{RecordQuery} where r.name = @run").With("run", run), Record);

    public async Task<IReadOnlyList<RunRecord>> ReadRunsAsync() =>
        await database.ReadAllAsync(new Statement($"{RecordQuery} order by r.id"), Record).ConfigureAwait(false);

    public async Task<IReadOnlyList<ActiveRun>> ReadActiveAsync() => await database.ReadAllAsync(
        new Statement(
            $"""
            select r.name, l.build, l.epoch, l.holder, clock_timestamp() - l.reported_at
            from (
                select active.*, row_number() over (partition by active.holder is null order by active.run_id) as number
                from marketsim.run_leases active where active.status = 'running') l
            join marketsim.runs r on r.id = l.run_id
            where l.holder is not null or l.number <= {MaxWithoutHolder}
            order by l.run_id
            """),
        row => new ActiveRun(row.GetString(0), TextOrNull(row, 1), row.GetInt64(2), TextOrNull(row, 3), row.GetFieldValue<TimeSpan>(4))).ConfigureAwait(false);

    public Task<bool> RequestStopAsync(string run) => ChangeAsync(
        """
        update marketsim.run_leases l set is_stop_requested = true from marketsim.runs r
        where r.id = l.run_id and r.name = @run and l.status = 'running'
        """, run);

    // What a holder said of its own run before must not be taken for the next one's report: nobody leads, in order. What ended the run is forgiven.
    public Task<bool> RequestResumeAsync(string run) => ChangeAsync(
        """
        with forgiven as (
            delete from marketsim.recoveries c using marketsim.runs r, marketsim.run_leases l
            where r.id = c.run_id and l.run_id = c.run_id and r.name = @run and l.status in ('interrupted', 'failed'))
        update marketsim.run_leases l set
            status = 'running', message = '', failure_summary = null, is_stop_requested = false, holder = null, reported_at = clock_timestamp()
        from marketsim.runs r
        where r.id = l.run_id and r.name = @run and l.status in ('interrupted', 'failed')
        """, run);

    // The lease row's lock decides against a resumption at the same time. All else of a run goes with its row.
    public async Task<bool> RemoveAsync(string run)
    {
        Statement remove = new Statement(
            """
            with over as (
                select l.run_id, r.name from marketsim.run_leases l join marketsim.runs r on r.id = l.run_id
                where r.name = @run and l.status <> 'running'
                for update of l),
            noted as (insert into marketsim.removed_runs (name, removed_at) select name, clock_timestamp() from over)
            delete from marketsim.runs r using over where r.id = over.run_id
            """).With("run", run).Within(MaxRemoval).Once();
        return await database.ExecuteAsync(remove).ConfigureAwait(false) > 0;
    }

    public async Task<IReadOnlyList<Recovery>> ReadRecoveriesAsync(string run)
    {
        Statement read = new Statement(
            $"""
            select epoch, cause, node, tick, committed_tick, message from (
                select c.* from marketsim.recoveries c join marketsim.runs r on r.id = c.run_id
                where r.name = @run order by c.epoch desc limit {MaxRecoveries}) last
            order by epoch
            """).With("run", run);
        return await database.ReadAllAsync(read, row => new Recovery(
            row.GetInt64(0), (RecoveryCause)row.GetInt16(1), row.GetString(2), row.GetInt64(3), row.GetInt64(4), row.GetString(5))).ConfigureAwait(false);
    }

    private async Task<bool> ChangeAsync(string text, string run) =>
        await database.ExecuteAsync(new Statement(text).With("run", run).Once()).ConfigureAwait(false) > 0;

    private static RunRecord Record(NpgsqlDataReader row) => new(
        new RunSubmission(row.GetString(0), row.GetString(1), row.GetString(2), row.GetInt32(3), TextOrNull(row, 4)),
        Enum.Parse<RunStatus>(row.GetString(5), ignoreCase: true),
        row.GetString(6),
        TextOrNull(row, 7),
        row.GetInt64(8),
        TextOrNull(row, 9),
        row.GetBoolean(10),
        row.IsDBNull(11) ? null : row.GetInt64(11),
        TextOrNull(row, 12),
        row.GetInt32(13),
        row.GetFieldValue<TimeSpan>(14),
        row.IsDBNull(15) ? null : row.GetFieldValue<TimeSpan>(15));

    private static string? TextOrNull(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
