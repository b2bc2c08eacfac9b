using System.Runtime.CompilerServices;
using MarketSim.Simulation.Checkpoints;
using Npgsql;

namespace MarketSim.Cluster.Store.Postgres;

/// <summary>The committed bytes of output files.</summary>
internal sealed class PostgresOutputs(PostgresDatabase database, PostgresCheckpoints checkpoints)
{
    /// <summary>What one statement fetches, and at least one segment.</summary>
    private const int PageBytes = 8 << 20;

    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(string run, string file, [EnumeratorCancellation] CancellationToken ct = default)
    {
        // What is committed meanwhile is left to the next reader.
        CheckpointManifest? manifest = await checkpoints.ReadLatestAsync(run).ConfigureAwait(false);
        long end = manifest?.Outputs.FirstOrDefault(output => output.File == file)?.Length ?? 0;
        long next = 0;
        while (next < end)
        {
            ct.ThrowIfCancellationRequested();
            List<Segment> page = await PageAsync(run, file, next, end).ConfigureAwait(false);
            if (page.Count == 0)
            {
                throw new CheckpointException($"The rows of {file} of run {run} are missing from byte {next} on. Restore the database from a backup.");
            }

            foreach (Segment segment in page)
            {
                yield return segment.Check(run, file, next);
                next += segment.Length;
            }
        }
    }

    private Task<List<Segment>> PageAsync(string run, string file, long next, long end) => database.ReadAllAsync(
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
            where page.bytes_before < {PageBytes}
            order by page.byte_offset
            """)
            .With("run", run).With("file", file).With("next", next).With("end", end).Weighing(PageBytes),
        Segment.Of);

    private sealed record Segment(long Offset, int Length, string Sha256, byte[]? Content)
    {
        public static Segment Of(NpgsqlDataReader row) => new(
            row.GetInt64(0), row.GetInt32(1), Convert.ToHexStringLower(row.GetFieldValue<byte[]>(2)), row.IsDBNull(3) ? null : row.GetFieldValue<byte[]>(3));

        public byte[] Check(string run, string file, long next) => Offset == next
            ? PartDigest.Check(run, new PartReference(file, Sha256, Length), Content)
            : throw new CheckpointException($"The rows of {file} of run {run} are missing from byte {next} to {Offset}. Restore the database from a backup.");
    }
}
