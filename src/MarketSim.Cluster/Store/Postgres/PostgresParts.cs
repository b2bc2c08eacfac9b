using MarketSim.Results.Checkpoints;
using Npgsql;

namespace MarketSim.Cluster.Store.Postgres;

/// <summary>Contents by digest, per run.</summary>
/// <remarks>
/// A write of an epoch that is over must never come through. Each statement first takes the run's lease row FOR KEY SHARE, on the condition that it
/// has the writer's epoch, and holds it until it has committed. A statement that changes the epoch waits for that lock: it comes either before,
/// and then the condition, tried on the row as it is when the lock is had, fails; or after, and then the write was made while the epoch was the writer's.
/// The lock holds up neither reports nor commits, which leave the epoch alone, nor other writers.
///
/// A part that is there already is given the mark of the manifest that is to come, by an update of its row; parts are deleted only by a statement
/// whose condition on the mark is tried on the row's newest version. So either the update comes first and the part stays, or the deletion comes
/// first, the update finds nothing, and the content is sent.
/// </remarks>
internal sealed class PostgresParts(PostgresDatabase database)
{
    private const string EpochHeld =
        """
        lease as (
            select l.run_id, l.committed + 1 as mark
            from marketsim.run_leases l join marketsim.runs r on r.id = l.run_id
            where r.name = @run and l.epoch = @epoch
            for key share of l)
        """;

    public async Task<IReadOnlyList<PartReference>> WriteAsync(string run, long epoch, IReadOnlyList<PartContent> parts)
    {
        PartReference[] references = [.. parts.Select(PartDigest.Reference)];
        var contents = new SortedDictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        for (int index = 0; index < parts.Count; index++)
        {
            contents[references[index].Sha256] = parts[index].Content;
        }

        foreach (string present in await MarkAsync(run, epoch, contents.Keys).ConfigureAwait(false))
        {
            contents.Remove(present);
        }

        foreach (List<KeyValuePair<string, ReadOnlyMemory<byte>>> batch in ByteBatches.Of(contents, part => part.Value.Length))
        {
            await InsertAsync(run, epoch, batch).ConfigureAwait(false);
        }

        return references;
    }

    public async Task<IReadOnlyList<byte[]>> ReadAsync(string run, IReadOnlyList<PartReference> parts)
    {
        var contents = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (List<PartReference> batch in ByteBatches.Of(parts.DistinctBy(part => part.Sha256, StringComparer.Ordinal), part => part.Length))
        {
            Statement read = new Statement(
                """
                select p.sha256, p.content from marketsim.parts p join marketsim.runs r on r.id = p.run_id
                where r.name = @run and p.sha256 = any (@digests)
                """)
                .With("run", run).With("digests", Digests(batch.Select(part => part.Sha256))).Weighing(batch.Sum(part => (long)part.Length));
            foreach ((string digest, byte[] content) in await database.ReadAllAsync(read, Content).ConfigureAwait(false))
            {
                contents.Add(digest, content);
            }
        }

        return [.. parts.Select(part => PartDigest.Check(run, part, contents.GetValueOrDefault(part.Sha256)))];
    }

    internal static byte[][] Digests(IEnumerable<string> digests) => [.. digests.Select(Convert.FromHexString)];

    /// <summary>Marks what is there as needed by the manifest to come.</summary>
    /// <returns>The digests of what is there.</returns>
    private async Task<List<string>> MarkAsync(string run, long epoch, IEnumerable<string> digests)
    {
        Statement mark = new Statement(
            $"""
            with {EpochHeld},
            marked as (
                update marketsim.parts p set mark = greatest(p.mark, lease.mark)
                from lease where p.run_id = lease.run_id and p.sha256 = any (@digests)
                returning p.sha256)
            select array(select sha256 from marked) from lease
            """)
            .With("run", run).With("epoch", epoch).With("digests", Digests(digests));
        List<byte[][]> rows = await database.ReadAllAsync(mark, row => row.GetFieldValue<byte[][]>(0)).ConfigureAwait(false);
        return rows is [byte[][] present] ? [.. present.Select(Convert.ToHexStringLower)] : throw new StaleEpochException(run, epoch);
    }

    private async Task InsertAsync(string run, long epoch, List<KeyValuePair<string, ReadOnlyMemory<byte>>> batch)
    {
        Statement insert = batch is [(string digest, ReadOnlyMemory<byte> content)]
            ? new Statement(Insert("(select @digest as sha256, @content as content)")).With("digest", Convert.FromHexString(digest)).With("content", content)
            : new Statement(Insert("unnest(@digests, @contents)"))
                .With("digests", Digests(batch.Select(part => part.Key))).With("contents", batch.Select(part => part.Value).ToArray());
        insert.With("run", run).With("epoch", epoch).Weighing(batch.Sum(part => (long)part.Value.Length));
        if ((await database.ReadAllAsync(insert, row => row.GetInt64(0)).ConfigureAwait(false)).Count == 0)
        {
            throw new StaleEpochException(run, epoch);
        }
    }

    private static string Insert(string source) =>
        $"""
        with {EpochHeld},
        written as (
            insert into marketsim.parts as p (run_id, sha256, mark, content)
            select lease.run_id, part.sha256, lease.mark, part.content from lease, {source} as part (sha256, content)
            on conflict (run_id, sha256) do update set mark = greatest(p.mark, excluded.mark))
        select run_id from lease
        """;

    private static (string Digest, byte[] Content) Content(NpgsqlDataReader row) =>
        (Convert.ToHexStringLower(row.GetFieldValue<byte[]>(0)), row.GetFieldValue<byte[]>(1));
}
