using MarketSim.Results.Checkpoints;

namespace MarketSim.Cluster.Store.Postgres;

/// <summary>Files that scenarios name.</summary>
internal sealed class PostgresFiles(PostgresDatabase database)
{
    public async Task WriteAsync(string sha256, ReadOnlyMemory<byte> content)
    {
        ScenarioFiles.CheckDigest(sha256, content);
        Statement ask = new Statement("select sha256 from marketsim.files where sha256 = @digest").With("digest", Convert.FromHexString(sha256));
        if ((await database.ReadAllAsync(ask, row => row.GetFieldValue<byte[]>(0)).ConfigureAwait(false)).Count > 0)
        {
            return;
        }

        Statement insert = new Statement("insert into marketsim.files (sha256, content) values (@digest, @content) on conflict (sha256) do nothing")
            .With("digest", Convert.FromHexString(sha256)).With("content", content).Weighing(content.Length);
        await database.ExecuteAsync(insert).ConfigureAwait(false);
    }

    public async Task<byte[]?> ReadAsync(string sha256)
    {
        Statement read = new Statement("select content from marketsim.files where sha256 = @digest").With("digest", Convert.FromHexString(sha256)).Weighing(ScenarioFiles.UsualLength);
        byte[]? content = await database.ReadFirstAsync(read, row => row.GetFieldValue<byte[]>(0)).ConfigureAwait(false);
        return content is null ? null : ScenarioFiles.Checked(sha256, content);
    }
}
