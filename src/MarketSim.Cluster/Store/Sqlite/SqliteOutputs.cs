using System.Runtime.CompilerServices;
using MarketSim.Results.Checkpoints;

namespace MarketSim.Cluster.Store.Sqlite;

/// <summary>The committed bytes of output files.</summary>
internal sealed class SqliteOutputs(SqliteDatabase database, SqliteCheckpoints checkpoints)
{
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(string run, string file, [EnumeratorCancellation] CancellationToken ct = default)
    {
        CheckpointManifest? latest = await checkpoints.ReadLatestAsync(run).ConfigureAwait(false);
        await foreach (ReadOnlyMemory<byte> piece in CommittedOutput.ReadAsync(run, file, latest, (next, end) => PageAsync(run, file, next, end), ct).ConfigureAwait(false))
        {
            yield return piece;
        }
    }

    private Task<List<StoredSegment>> PageAsync(string run, string file, long next, long end) => database.ReadAsync(session => session.Read(
        $"""
        select page.byte_offset, page.length, page.sha256, c.content from (
            select s.*, sum(s.length) over (order by s.byte_offset) - s.length as bytes_before from (
                select s.* from segments s join runs r on r.id = s.run_id
                where r.name = @run and s.file = @file and s.byte_offset >= @next and s.byte_offset < @end
                order by s.byte_offset limit 256) s) page
        left join parts p on p.run_id = page.run_id and p.sha256 = page.sha256
        left join contents c on c.part_id = p.id
        where page.bytes_before < {CommittedOutput.PageBytes}
        order by page.byte_offset
        """,
        row => new StoredSegment(row.GetInt64(0), row.GetInt32(1), row.GetString(2), row.IsDBNull(3) ? null : row.GetFieldValue<byte[]>(3)),
        ("run", run), ("file", file), ("next", next), ("end", end)));
}
