using Npgsql;

namespace MarketSim.Cluster.Store.Postgres;

internal sealed class PostgresNodeRegistry(PostgresDatabase database) : INodeRegistry
{
    public async Task<long> RegisterAsync(NodeDescription node, TimeSpan beatTimeout)
    {
        // The counter's row lock lets one registration through at a time, so that of two with one name the second sees the first.
        Statement register = new Statement(
            """
            with counter as (update marketsim.counters set incarnations = incarnations + 1 returning incarnations)
            insert into marketsim.nodes as n (name, process, incarnation, host, roles, threads, version, build, arithmetic, is_leaving, beat_at)
            select @name, @process, incarnations, @host, @roles, @threads, @version, @build, @arithmetic, true, clock_timestamp() from counter
            on conflict (name) do update set
                process = excluded.process, incarnation = excluded.incarnation, host = excluded.host, roles = excluded.roles,
                threads = excluded.threads, version = excluded.version, build = excluded.build, arithmetic = excluded.arithmetic,
                seats = 0, processors = 0, memory_bytes = 0, is_leaving = true, beat_at = clock_timestamp()
            where n.process = excluded.process or n.beat_at + @timeout <= clock_timestamp()
            returning incarnation
            """)
            .With("name", node.Name).With("process", node.Process).With("host", node.Host).With("roles", node.Roles.ToArray())
            .With("threads", node.Threads).With("version", node.Version).With("build", node.Build).With("arithmetic", node.Arithmetic)
            .With("timeout", beatTimeout);
        List<long> incarnations = await database.ReadAllAsync(register, row => row.GetInt64(0)).ConfigureAwait(false);
        return incarnations is [long incarnation] ? incarnation : throw new NodeNameTakenException(node.Name, await HostAsync(node.Name).ConfigureAwait(false));
    }

    public async Task<bool> BeatAsync(string node, long incarnation, NodeLoad load)
    {
        Statement beat = new Statement(
            """
            update marketsim.nodes set
                seats = @seats, processors = @processors, memory_bytes = @memory, is_leaving = @leaving, beat_at = clock_timestamp()
            where name = @node and incarnation = @incarnation
            """)
            .With("node", node).With("incarnation", incarnation).With("seats", load.Seats).With("processors", load.Processors)
            .With("memory", load.MemoryBytes).With("leaving", load.IsLeaving);
        return await database.ExecuteAsync(beat).ConfigureAwait(false) > 0;
    }

    public Task RemoveAsync(string node, long incarnation) => database.ExecuteAsync(
        new Statement("delete from marketsim.nodes where name = @node and incarnation = @incarnation").With("node", node).With("incarnation", incarnation));

    public async Task<IReadOnlyList<NodeRecord>> ReadNodesAsync() => await database.ReadAllAsync(
        new Statement(
            """
            select name, process, host, roles, threads, version, build, arithmetic,
                incarnation, seats, processors, memory_bytes, is_leaving, clock_timestamp() - beat_at
            from marketsim.nodes order by name collate "C"
            """),
        Record).ConfigureAwait(false);

    private async Task<string> HostAsync(string node)
    {
        Statement read = new Statement("select host from marketsim.nodes where name = @node").With("node", node);
        return await database.ReadFirstAsync(read, row => row.GetString(0)).ConfigureAwait(false) ?? "another host";
    }

    private static NodeRecord Record(NpgsqlDataReader row) => new(
        new NodeDescription(
            row.GetString(0), row.GetString(1), row.GetString(2), row.GetFieldValue<string[]>(3), row.GetInt32(4), row.GetString(5), row.GetString(6), row.GetString(7)),
        row.GetInt64(8),
        new NodeLoad(row.GetInt32(9), row.GetDouble(10), row.GetInt64(11), row.GetBoolean(12)),
        row.GetFieldValue<TimeSpan>(13));
}
