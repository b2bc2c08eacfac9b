using MarketSim.Results.Checkpoints;

namespace MarketSim.Cluster.Store.Sqlite;

/// <summary>Contents by digest, per run.</summary>
/// <remarks>
/// Each transaction has the writer's epoch as its condition, so a write of an epoch that is over never comes through. A part that is there already is
/// given the mark of the manifest that is to come, which keeps it from being deleted by the commits before that.
/// </remarks>
internal sealed class SqliteParts(SqliteDatabase database)
{
    public async Task<IReadOnlyList<PartReference>> WriteAsync(string run, long epoch, IReadOnlyList<PartContent> parts)
    {
        PartReference[] references = [.. parts.Select(PartDigest.Reference)];
        IEnumerable<(string Digest, ReadOnlyMemory<byte> Content)> contents =
            references.Zip(parts, (reference, part) => (reference.Sha256, part.Content)).DistinctBy(content => content.Sha256, StringComparer.Ordinal);

        // Without any parts, the epoch is tried all the same.
        foreach (var batch in ByteBatches.Of(contents, content => content.Content.Length).DefaultIfEmpty([]))
        {
            await database.WriteAsync(session => Write(session, run, epoch, batch)).ConfigureAwait(false);
        }

        return references;
    }

    public async Task<IReadOnlyList<byte[]>> ReadAsync(string run, IReadOnlyList<PartReference> parts)
    {
        var contents = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (List<PartReference> batch in ByteBatches.Of(parts.DistinctBy(part => part.Sha256, StringComparer.Ordinal), part => part.Length))
        {
            await database.ReadAsync(session => session.Read(
                """
                select p.sha256, c.content from runs r join parts p on p.run_id = r.id join contents c on c.part_id = p.id
                where r.name = @run and p.sha256 in (select value from json_each(@digests))
                """,
                row => contents.TryAdd(row.GetString(0), row.GetFieldValue<byte[]>(1)),
                ("run", run), ("digests", SqliteSession.List(batch.Select(part => part.Sha256))))).ConfigureAwait(false);
        }

        return [.. parts.Select(part => PartDigest.Check(run, part, contents.GetValueOrDefault(part.Sha256)))];
    }

    private static void Write(SqliteSession session, string run, long epoch, List<(string Digest, ReadOnlyMemory<byte> Content)> batch)
    {
        if (session.Read("select id, committed + 1 from runs where name = @run and epoch = @epoch", row => (row.GetInt64(0), row.GetInt64(1)), ("run", run), ("epoch", epoch))
            is not [(long id, long mark)])
        {
            throw new StaleEpochException(run, epoch);
        }

        foreach ((string digest, ReadOnlyMemory<byte> content) in batch)
        {
            int marked = session.Execute(
                "update parts set mark = max(mark, @mark) where run_id = @run and sha256 = @digest", ("mark", mark), ("run", id), ("digest", digest));
            if (marked == 0)
            {
                session.Execute("insert into parts (run_id, sha256, mark) values (@run, @digest, @mark)", ("run", id), ("digest", digest), ("mark", mark));
                session.ExecuteOnce("insert into contents (part_id, content) values (last_insert_rowid(), @content)", ("content", content.ToArray()));
            }
        }
    }
}
