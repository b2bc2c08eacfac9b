using MarketSim.Results;
using MarketSim.Results.Checkpoints;

namespace MarketSim.Cluster.Store.Sqlite;

/// <summary>Manifests, and with them the committed rows of output. A commit is one transaction, which also deletes what nothing names any more.</summary>
internal sealed class SqliteCheckpoints(SqliteDatabase database)
{
    public Task<bool> CommitAsync(RunLease lease, CheckpointManifest manifest, int keep)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(keep, 1);
        string body = StoredJson.Of(manifest);
        byte[] checksum = StoredJson.ChecksumOf(body);
        IReadOnlyList<OutputRange> outputs = OutputRange.Of(manifest);
        return database.WriteAsync(session =>
        {
            if (session.Exists(
                "select 1 from manifests m join runs r on r.id = m.run_id where r.name = @run and m.epoch = @epoch and m.checksum = @checksum",
                ("run", lease.Run), ("epoch", lease.Epoch), ("checksum", checksum)))
            {
                return true;
            }

            if (HeldLease.Find(session, lease) is not { } run)
            {
                return false;
            }

            CheckParts(session, run.Id, lease.Run, manifest);
            CheckOutputs(session, run.Id, lease.Run, manifest.Tick, outputs);
            bool ends = manifest.Status is RunStatus.Finished or RunStatus.Interrupted;
            Advance(session, lease, run, manifest, ends);
            session.Execute(
                "insert into manifests (run_id, number, epoch, tick, body, checksum, digests) values (@run, @number, @epoch, @tick, @body, @checksum, @digests)",
                ("run", run.Id), ("number", run.Number), ("epoch", lease.Epoch), ("tick", manifest.Tick), ("body", body), ("checksum", checksum),
                ("digests", SqliteSession.List(manifest.Parts.Select(part => part.Sha256).Distinct(StringComparer.Ordinal))));
            ReplaceOutputs(session, run.Id, manifest, outputs);
            int deleted = ClearAway(session, run, keep, ends);
            if ((ends || run.IsSecondOfEpoch) && deleted > 0)
            {
                database.Logger.PartsDeleted(lease.Run, deleted);
            }

            return true;
        });
    }

    public Task<CheckpointManifest?> ReadLatestAsync(string run) => database.ReadAsync(session => Latest(session, run));

    public Task<RunSummary?> ReadSummaryAsync(string run) => database.ReadAsync(session =>
    {
        string? failure = session.ReadFirst(
            "select failure_summary from runs where name = @run and failure_summary is not null", row => row.GetString(0), ("run", run));
        return failure is null ? Latest(session, run)?.Summary : StoredJson.Summary(failure);
    });

    private static CheckpointManifest? Latest(SqliteSession session, string run) => session.ReadFirst(
        "select m.body, m.checksum from manifests m join runs r on r.id = m.run_id where r.name = @run order by m.number desc limit 1",
        row => StoredJson.Manifest(run, row.GetString(0), row.GetFieldValue<byte[]>(1)),
        ("run", run));

    private static void CheckParts(SqliteSession session, long run, string name, CheckpointManifest manifest)
    {
        IEnumerable<PartReference> named = manifest.Parts.Concat(manifest.Segments.Select(segment => segment.Part).Where(part => part.Length > 0));
        string? missing = session.ReadFirst(
            """
            select value from json_each(@digests)
            where not exists (select 1 from parts where run_id = @run and sha256 = value)
            limit 1
            """,
            row => row.GetString(0),
            ("digests", SqliteSession.List(named.Select(part => part.Sha256))), ("run", run));
        if (missing is not null)
        {
            throw CommitRefusal.MissingPart(name, manifest, missing);
        }
    }

    private static void CheckOutputs(SqliteSession session, long run, string name, long tick, IReadOnlyList<OutputRange> outputs)
    {
        foreach (OutputRange output in outputs)
        {
            long committed = session.ReadNumber(
                "select coalesce(max(byte_offset + length), 0) from segments where run_id = @run and file = @file and byte_offset < @start",
                ("run", run), ("file", output.File), ("start", output.Start));
            if (committed != output.Start)
            {
                throw CommitRefusal.Gap(name, tick, output.File, committed, output.Start);
            }
        }
    }

    private static void Advance(SqliteSession session, RunLease lease, HeldLease run, CheckpointManifest manifest, bool ends) => session.Execute(
        """
        update runs set
            committed = @number, first_in_epoch = coalesce(first_in_epoch, @number), committed_tick = @tick,
            status = case when @ends then @status else status end,
            holder = case when @ends then null else holder end,
            reported_at = case when @ends then @now else reported_at end
        where name = @run and holder = @holder and epoch = @epoch
        """,
        ("number", run.Number), ("tick", manifest.Tick), ("ends", ends), ("status", manifest.Status.ToString().ToLowerInvariant()), ("now", session.Now),
        ("run", lease.Run), ("holder", lease.Holder), ("epoch", lease.Epoch));

    private static void ReplaceOutputs(SqliteSession session, long run, CheckpointManifest manifest, IReadOnlyList<OutputRange> outputs)
    {
        foreach (OutputRange output in outputs)
        {
            session.Execute(
                "delete from segments where run_id = @run and file = @file and byte_offset >= @start",
                ("run", run), ("file", output.File), ("start", output.Start));
        }

        foreach (OutputSegment segment in manifest.Segments.Where(segment => segment.Part.Length > 0))
        {
            session.Execute(
                "insert into segments (run_id, file, byte_offset, length, sha256) values (@run, @file, @offset, @length, @digest)",
                ("run", run), ("file", segment.File), ("offset", segment.Offset), ("length", segment.Part.Length), ("digest", segment.Part.Sha256));
        }
    }

    /// <summary>
    /// Deletes manifests beyond the number to keep, and parts that nothing needs any more. A part is needed by a kept manifest, by a row of output, or by
    /// a checkpoint that is being written: then its mark is not older than this commit. Usually only parts of the manifests that go are looked at; all of
    /// them once an epoch, at its second commit, for what a rolled-back epoch wrote and never committed, and at the run's end.
    /// </summary>
    /// <returns>Number of deleted parts.</returns>
    private static int ClearAway(SqliteSession session, HeldLease run, int keep, bool isEnd)
    {
        string unnamed = SqliteSession.List(session.Read(
            "select distinct d.value from manifests m, json_each(m.digests) d where m.run_id = @run and m.number <= @number - @keep",
            row => row.GetString(0), ("run", run.Id), ("number", run.Number), ("keep", keep)));
        session.Execute(
            "delete from manifests where run_id = @run and number <= @number - @keep", ("run", run.Id), ("number", run.Number), ("keep", keep));
        return session.Execute(
            """
            delete from parts where run_id = @run and mark < @newest
                and (@whole or sha256 in (select value from json_each(@unnamed)))
                and sha256 not in (select d.value from manifests m, json_each(m.digests) d where m.run_id = @run)
                and not exists (select 1 from segments s where s.run_id = @run and s.sha256 = parts.sha256)
            """,
            ("run", run.Id), ("newest", isEnd ? run.Number + 1 : run.Number), ("whole", isEnd || run.IsSecondOfEpoch), ("unnamed", unnamed));
    }

    /// <summary>The run of a lease that holds.</summary>
    /// <param name="Number">Of the manifest that is to come.</param>
    /// <param name="FirstInEpoch">The number of the epoch's first manifest; null before it.</param>
    private sealed record HeldLease(long Id, long Number, long? FirstInEpoch)
    {
        public bool IsSecondOfEpoch => Number == FirstInEpoch + 1;

        public static HeldLease? Find(SqliteSession session, RunLease lease) => session.ReadFirst(
            "select id, committed + 1, first_in_epoch from runs where name = @run and holder = @holder and epoch = @epoch",
            row => new HeldLease(row.GetInt64(0), row.GetInt64(1), row.IsDBNull(2) ? null : row.GetInt64(2)),
            ("run", lease.Run), ("holder", lease.Holder), ("epoch", lease.Epoch));
    }
}
