using MarketSim.Results;
using MarketSim.Results.Checkpoints;
using Npgsql;

namespace MarketSim.Cluster.Store.Postgres;

/// <summary>Manifests, and with them the committed rows of output.</summary>
internal sealed class PostgresCheckpoints(PostgresDatabase database, PostgresLeftovers leftovers)
{
    /// <summary>
    /// The lease row comes first: it is locked on the condition that it is the holder's, with its epoch. All else hangs on that row, so that
    /// there is a manifest only where the row was updated.
    /// </summary>
    private const string CommitText =
        """
        with run as (
            select l.run_id, l.committed + 1 as number
            from marketsim.run_leases l join marketsim.runs r on r.id = l.run_id
            where r.name = @run and l.holder = @holder and l.epoch = @epoch
            for no key update of l),
        again as (
            select m.number from marketsim.manifests m join marketsim.runs r on r.id = m.run_id
            where r.name = @run and m.epoch = @epoch and m.checksum = @checksum),
        missing as (
            select encode(named, 'hex') as digest from run, unnest(@named) named
            where not exists (select from marketsim.parts p where p.run_id = run.run_id and p.sha256 = named)
            limit 1),
        gap as (
            select output.file, output.start, coalesce(stored.byte_end, 0) as committed
            from run cross join unnest(@files, @starts) as output (file, start)
            left join lateral (
                select s.byte_offset + s.length as byte_end from marketsim.segments s
                where s.run_id = run.run_id and s.file = output.file and s.byte_offset < output.start
                order by s.byte_offset desc limit 1) stored on true
            where coalesce(stored.byte_end, 0) <> output.start
            limit 1),
        lease as (
            update marketsim.run_leases l set
                committed = run.number, first_in_epoch = coalesce(l.first_in_epoch, run.number), committed_tick = @tick,
                status = case when @ends then @status else l.status end,
                holder = case when @ends then null else l.holder end,
                reported_at = case when @ends then clock_timestamp() else l.reported_at end
            from run
            where l.run_id = run.run_id
                and not exists (select from again) and not exists (select from missing) and not exists (select from gap)
            returning l.run_id, l.committed as number, l.first_in_epoch),
        manifest as (
            insert into marketsim.manifests (run_id, number, epoch, tick, body, checksum, digests)
            select run_id, number, @epoch, @tick, @body, @checksum, @digests from lease),
        cut as (
            delete from marketsim.segments s using lease, unnest(@files, @starts) as output (file, start)
            where s.run_id = lease.run_id and s.file = output.file and s.byte_offset >= output.start
                and not exists (
                    select from unnest(@segment_files, @segment_offsets) as new (file, byte_offset)
                    where new.file = s.file and new.byte_offset = s.byte_offset)),
        added as (
            insert into marketsim.segments (run_id, file, byte_offset, length, sha256)
            select lease.run_id, new.* from lease, unnest(@segment_files, @segment_offsets, @segment_lengths, @segment_digests) as new
            on conflict (run_id, file, byte_offset) do update set length = excluded.length, sha256 = excluded.sha256)
        select
            exists (select from run), exists (select from again), (select digest from missing),
            (select file from gap), (select committed from gap), (select start from gap),
            (select number from lease), (select first_in_epoch from lease)
        """;

    public async Task<bool> CommitAsync(RunLease lease, CheckpointManifest manifest, int keep)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(keep, 1);
        bool ends = manifest.Status is RunStatus.Finished or RunStatus.Interrupted;
        List<Answer> answers = await database.ReadAllAsync(Commit(lease, manifest, ends), Answer.Of).ConfigureAwait(false);
        Answer answer = answers[0];
        if (answer.IsAgain)
        {
            return true;
        }

        if (!answer.IsHeld)
        {
            return false;
        }

        if (answer.Number is not { } number)
        {
            throw answer.GapFile is { } file
                ? CommitRefusal.Gap(lease.Run, manifest.Tick, file, answer.GapCommitted, answer.GapStart)
                : CommitRefusal.MissingPart(lease.Run, manifest, answer.Missing);
        }

        await leftovers.ClearAwayAsync(lease, number, keep, isWhole: ends || number == answer.FirstInEpoch + 1, isEnd: ends).ConfigureAwait(false);
        return true;
    }

    public async Task<CheckpointManifest?> ReadLatestAsync(string run)
    {
        Statement read = new Statement(
            """
            select m.body, m.checksum from marketsim.manifests m join marketsim.runs r on r.id = m.run_id
            where r.name = @run order by m.number desc limit 1
            """).With("run", run);
        return await database.ReadFirstAsync(read, row => StoredJson.Manifest(run, row.GetString(0), row.GetFieldValue<byte[]>(1))).ConfigureAwait(false);
    }

    public async Task<RunSummary?> ReadSummaryAsync(string run)
    {
        Statement read = new Statement(
            """
            select l.failure_summary from marketsim.run_leases l join marketsim.runs r on r.id = l.run_id
            where r.name = @run and l.failure_summary is not null
            """).With("run", run);
        string? failure = await database.ReadFirstAsync(read, row => row.GetString(0)).ConfigureAwait(false);
        return failure is null
            ? (await ReadLatestAsync(run).ConfigureAwait(false))?.Summary
            : StoredJson.Summary(failure);
    }

    private static Statement Commit(RunLease lease, CheckpointManifest manifest, bool ends)
    {
        string body = StoredJson.Of(manifest);
        IReadOnlyList<OutputRange> outputs = OutputRange.Of(manifest);
        List<OutputSegment> segments = [.. manifest.Segments.Where(segment => segment.Part.Length > 0)];
        List<string> digests = [.. manifest.Parts.Select(part => part.Sha256).Distinct(StringComparer.Ordinal)];
        IEnumerable<string> named = digests.Concat(segments.Select(segment => segment.Part.Sha256));
        return new Statement(CommitText)
            .With("run", lease.Run).With("holder", lease.Holder).With("epoch", lease.Epoch)
            .With("tick", manifest.Tick).With("ends", ends).With("status", manifest.Status.ToString().ToLowerInvariant())
            .With("body", body).With("checksum", StoredJson.ChecksumOf(body))
            .With("digests", PostgresParts.Digests(digests)).With("named", PostgresParts.Digests(named))
            .With("files", outputs.Select(output => output.File).ToArray()).With("starts", outputs.Select(output => output.Start).ToArray())
            .With("segment_files", segments.Select(segment => segment.File).ToArray())
            .With("segment_offsets", segments.Select(segment => segment.Offset).ToArray())
            .With("segment_lengths", segments.Select(segment => segment.Part.Length).ToArray())
            .With("segment_digests", PostgresParts.Digests(segments.Select(segment => segment.Part.Sha256)))
            .Weighing(body.Length);
    }

    /// <summary>The outcome of a commit.</summary>
    /// <param name="IsAgain">The same manifest was committed in this epoch before.</param>
    /// <param name="Number">Of the new manifest; null when nothing was changed.</param>
    private sealed record Answer(
        bool IsHeld, bool IsAgain, string? Missing, string? GapFile, long GapCommitted, long GapStart, long? Number, long FirstInEpoch)
    {
        public static Answer Of(NpgsqlDataReader row) => new(
            row.GetBoolean(0),
            row.GetBoolean(1),
            row.IsDBNull(2) ? null : row.GetString(2),
            row.IsDBNull(3) ? null : row.GetString(3),
            row.IsDBNull(4) ? 0 : row.GetInt64(4),
            row.IsDBNull(5) ? 0 : row.GetInt64(5),
            row.IsDBNull(6) ? null : row.GetInt64(6),
            row.IsDBNull(7) ? 0 : row.GetInt64(7));
    }
}
