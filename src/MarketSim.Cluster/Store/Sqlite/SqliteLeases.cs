namespace MarketSim.Cluster.Store.Sqlite;

/// <summary>Leases by name, by the machine's clock.</summary>
internal sealed class SqliteLeases(SqliteDatabase database)
{
    public Task<bool> TryAcquireAsync(string name, string owner, TimeSpan timeToLive) => database.WriteAsync(session =>
    {
        long now = session.Now;
        return session.Execute(
            """
            insert into leases (name, owner, expires_at) values (@name, @owner, @end)
            on conflict (name) do update set owner = excluded.owner, expires_at = excluded.expires_at
            where leases.owner = excluded.owner or leases.expires_at <= @now
            """,
            ("name", name), ("owner", owner), ("end", now + (timeToLive.Ticks / TimeSpan.TicksPerMicrosecond)), ("now", now)) > 0;
    });

    public Task<string?> ReadAsync(string name) => database.ReadAsync(session => session.ReadFirst(
        "select owner from leases where name = @name and expires_at > @now", row => row.GetString(0), ("name", name), ("now", session.Now)));

    public Task ReleaseAsync(string name, string owner) =>
        database.WriteAsync(session => session.Execute("delete from leases where name = @name and owner = @owner", ("name", name), ("owner", owner)));
}
