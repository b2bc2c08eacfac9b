using MarketSim.Cluster.Store;
using MarketSim.Cluster.Store.Postgres;
using MarketSim.Cluster.Store.Sqlite;
using Microsoft.Extensions.Logging;

namespace MarketSim.Cli.Clusters;

/// <summary>The address of the checkpoint store of a cluster: <c>sqlite:FILE</c> for the nodes of one machine, <c>postgresql://…</c> for those of several.</summary>
internal abstract record StoreAddress
{
    public const string Example = "sqlite:/var/lib/marketsim/store.db, or " + DatabaseAddress.Example;

    private const string FileScheme = "sqlite:";

    private StoreAddress()
    {
    }

    /// <param name="source">Origin of the text, for messages.</param>
    /// <exception cref="ClusterSettingException">The address or a password cannot be used.</exception>
    public static StoreAddress Read(string text, string source, PasswordSource passwords)
    {
        if (text.StartsWith("postgres", StringComparison.Ordinal))
        {
            return new Database(DatabaseAddress.Read(text, source, passwords));
        }

        // The text is not quoted: it may hold a password, wherever the mistake is.
        if (!text.StartsWith(FileScheme, StringComparison.Ordinal) || text.Length == FileScheme.Length)
        {
            throw new ClusterSettingException($"{source} names no store; it must be like {Example}");
        }

        return new File(new SqliteOptions { File = Path.GetFullPath(text[FileScheme.Length..]) });
    }

    /// <exception cref="StoreUnavailableException">It does not answer.</exception>
    /// <exception cref="StoreRefusedException">It answers, and refuses.</exception>
    public abstract Task<IClusterStore> OpenAsync(TimeProvider timeProvider, ILogger logger);

    /// <summary>The address of the store without its password.</summary>
    public abstract override string ToString();

    /// <summary>A file on a disk of this machine.</summary>
    public sealed record File(SqliteOptions Options) : StoreAddress
    {
        public override async Task<IClusterStore> OpenAsync(TimeProvider timeProvider, ILogger logger) =>
            await SqliteClusterStore.OpenAsync(Options, timeProvider, logger).ConfigureAwait(false);

        public override string ToString() => FileScheme + Options.File;
    }

    /// <summary>A database of PostgreSQL.</summary>
    public sealed record Database(PostgresOptions Options) : StoreAddress
    {
        public override async Task<IClusterStore> OpenAsync(TimeProvider timeProvider, ILogger logger) =>
            await PostgresClusterStore.OpenAsync(Options, logger).ConfigureAwait(false);

        public override string ToString() => Options.ToString();
    }
}
