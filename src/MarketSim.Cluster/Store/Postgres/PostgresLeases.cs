namespace MarketSim.Cluster.Store.Postgres;

/// <summary>Leases by name. Each call is one statement on one row, by the database's clock.</summary>
internal sealed class PostgresLeases(PostgresDatabase database)
{
    /// <summary>
    /// Of two that take a free lease at once the second waits for the first's row; then the condition is tried again on the row as the first has left it.
    /// </summary>
    public async Task<bool> TryAcquireAsync(string name, string owner, TimeSpan timeToLive)
    {
        Statement acquire = new Statement(
            """
            insert into marketsim.leases as l (name, owner, expires_at) values (@name, @owner, clock_timestamp() + @ttl)
            on conflict (name) do update set owner = excluded.owner, expires_at = clock_timestamp() + @ttl
            where l.owner = excluded.owner or l.expires_at <= clock_timestamp()
            """)
            .With("name", name).With("owner", owner).With("ttl", timeToLive);
        return await database.ExecuteAsync(acquire).ConfigureAwait(false) > 0;
    }

    public Task<string?> ReadAsync(string name) => database.ReadFirstAsync(
        new Statement("select owner from marketsim.leases where name = @name and expires_at > clock_timestamp()").With("name", name), row => row.GetString(0));

    public Task ReleaseAsync(string name, string owner) => database.ExecuteAsync(
        new Statement("delete from marketsim.leases where name = @name and owner = @owner").With("name", name).With("owner", owner));
}
