using System.Runtime.CompilerServices;
using MarketSim.Results.Checkpoints;
using Npgsql;

namespace MarketSim.Cluster.Store.Postgres;

/// <summary>The committed bytes of output files.</summary>
internal sealed class PostgresOutputs(PostgresDatabase database, PostgresCheckpoints checkpoints)
{
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(string run, string file, [EnumeratorCancellation] CancellationToken ct = default)
    {
        CheckpointManifest? latest = await checkpoints.ReadLatestAsync(run).ConfigureAwait(false);
        await foreach (ReadOnlyMemory<byte> piece in CommittedOutput.ReadAsync(run, file, latest, (next, end) => PageAsync(run, file, next, end), ct).ConfigureAwait(false))
        {
            yield return piece;
        }
    }

    private Task<List<StoredSegment>> PageAsync(string run, string file, long next, long end) => database.ReadAllAsync(
        new Statement(
            $"""
            select page.byte_offset, page.length, page.sha256, p.content
            from (
                select first.*, sum(first.length) over (order by first.byte_offset) - first.length as bytes_before
                from (
                    select s.* from marketsim.segments s join marketsim.runs r on r.id = s.run_id
                    where r.name = @run and s.file = @file and s.byte_offset >= @next and s.byte_offset < @end
                    order by s.byte_offset limit 256) first) page
            left join marketsim.parts p on p.run_id = page.run_id and p.sha256 = page.sha256
            where page.bytes_before < {CommittedOutput.PageBytes}
            order by page.byte_offset
            """)
            .With("run", run).With("file", file).With("next", next).With("end", end).Weighing(CommittedOutput.PageBytes),
        Segment);

    private static StoredSegment Segment(NpgsqlDataReader row) => new(
        row.GetInt64(0), row.GetInt32(1), Convert.ToHexStringLower(row.GetFieldValue<byte[]>(2)), row.IsDBNull(3) ? null : row.GetFieldValue<byte[]>(3));
}
