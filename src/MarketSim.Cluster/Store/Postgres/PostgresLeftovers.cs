namespace MarketSim.Cluster.Store.Postgres;

/// <summary>Deletes manifests beyond the number to keep, and parts that nothing needs any more.</summary>
/// <remarks>
/// A part is needed by a kept manifest, by a row of output, or by a checkpoint that is being written: then its mark is not older than the last
/// commit (see <see cref="PostgresParts"/>). After a commit only the parts of the manifests that have just gone are looked at. What
/// a rolled-back epoch wrote and never committed was in no manifest; all parts of the run are looked at for that once an epoch, at its second
/// commit, when such parts have an older mark, and at the run's end.
///
/// The lease row is held FOR KEY SHARE with the holder's epoch: a holder that lost the lead deletes nothing.
/// </remarks>
internal sealed class PostgresLeftovers(PostgresDatabase database)
{
    private const string OldManifests =
        """
        lease as (
            select l.run_id from marketsim.run_leases l join marketsim.runs r on r.id = l.run_id
            where r.name = @run and l.epoch = @epoch
            for key share of l),
        old as (
            delete from marketsim.manifests m using lease
            where m.run_id = lease.run_id and m.number <= @number - @keep
            returning m.digests),
        kept as (
            select unnest(m.digests) as sha256 from marketsim.manifests m join lease on lease.run_id = m.run_id
            where m.number > @number - @keep)
        """;

    private const string NotInOutput =
        "not exists (select from marketsim.segments s where s.run_id = p.run_id and s.sha256 = p.sha256)";

    private const string OfOldManifests =
        $"""
        with {OldManifests},
        unnamed as (select unnest(digests) as sha256 from old except select sha256 from kept)
        delete from marketsim.parts p using lease, unnamed
        where p.run_id = lease.run_id and p.sha256 = unnamed.sha256 and p.mark < @newest and {NotInOutput}
        """;

    private const string OfAll =
        $"""
        with {OldManifests}
        delete from marketsim.parts p using lease
        where p.run_id = lease.run_id and p.mark < @newest and {NotInOutput}
            and not exists (select from kept where kept.sha256 = p.sha256)
        """;

    /// <param name="number">Of the manifest committed last.</param>
    /// <param name="isWhole">True to examine all parts of the run.</param>
    /// <param name="isEnd">True when nothing is being written any more.</param>
    public async Task ClearAwayAsync(RunLease lease, long number, int keep, bool isWhole, bool isEnd)
    {
        Statement delete = new Statement(isWhole ? OfAll : OfOldManifests)
            .With("run", lease.Run).With("epoch", lease.Epoch).With("number", number).With("keep", (long)keep)
            .With("newest", isEnd ? number + 1 : number);
        try
        {
            int parts = await database.ExecuteAsync(delete).ConfigureAwait(false);
            if (isWhole && parts > 0)
            {
                database.Logger.PartsDeleted(lease.Run, parts);
            }
        }
        catch (StoreUnavailableException exception)
        {
            // The checkpoint counts all the same.
            database.Logger.OldPartsStay(lease.Run, exception.Message);
        }
    }
}
