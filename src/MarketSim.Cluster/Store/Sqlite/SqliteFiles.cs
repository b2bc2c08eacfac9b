namespace MarketSim.Cluster.Store.Sqlite;

/// <summary>Files that scenarios name.</summary>
internal sealed class SqliteFiles(SqliteDatabase database)
{
    public async Task WriteAsync(string sha256, ReadOnlyMemory<byte> content)
    {
        ScenarioFiles.CheckDigest(sha256, content);
        await database.WriteAsync(session =>
        {
            if (!session.Exists("select 1 from files where sha256 = @digest", ("digest", sha256)))
            {
                session.ExecuteOnce("insert into files (sha256, content) values (@digest, @content)", ("digest", sha256), ("content", content.ToArray()));
            }
        }).ConfigureAwait(false);
    }

    public async Task<byte[]?> ReadAsync(string sha256)
    {
        byte[]? content = await database.ReadAsync(session => session.ReadFirst(
            "select content from files where sha256 = @digest", row => row.GetFieldValue<byte[]>(0), ("digest", sha256))).ConfigureAwait(false);
        return content is null ? null : ScenarioFiles.Checked(sha256, content);
    }
}
