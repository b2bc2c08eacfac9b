using MarketSim.Cluster.Store;
using MarketSim.Cluster.Store.Postgres;
using MarketSim.Cluster.Store.Sqlite;
using Microsoft.Extensions.Logging;

namespace MarketSim.Cluster.Profiles;

/// <summary>The address of the checkpoint store of a cluster: <c>sqlite:FILE</c> for the nodes of one machine, <c>postgresql://…</c> for those of several.</summary>
public abstract record StoreAddress
{
    /// <summary>An example of each kind, for messages.</summary>
    public const string Example = "sqlite:/var/lib/marketsim/store.db, or " + DatabaseAddress.Example;

    private const string FileScheme = "sqlite:";

    private StoreAddress()
    {
    }

    /// <summary>Reads an address.</summary>
    /// <param name="text">It may hold a password, so that no message quotes it.</param>
    /// <param name="source">Origin of the text, for messages, such as <c>--store</c>.</param>
    /// <param name="passwords">Finds the password that the address does not hold.</param>
    /// <exception cref="ClusterSettingException">The address or a password cannot be used.</exception>
    public static StoreAddress Read(string text, string source, PasswordSource passwords)
    {
        ArgumentNullException.ThrowIfNull(text);
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

    /// <summary>The address as <see cref="Read"/> reads it, without the password.</summary>
    public abstract string Text { get; }

    /// <summary>Opens the store; a file that does not exist is created, with its tables.</summary>
    /// <exception cref="StoreUnavailableException">It does not answer.</exception>
    /// <exception cref="StoreRefusedException">It answers, and refuses.</exception>
    public abstract Task<IClusterStore> OpenAsync(TimeProvider timeProvider, ILogger logger);

    /// <summary>The address of the store without its password.</summary>
    public abstract override string ToString();

    /// <summary>A file on a disk of this machine.</summary>
    /// <param name="Options">With the full path.</param>
    public sealed record File(SqliteOptions Options) : StoreAddress
    {
        /// <inheritdoc/>
        public override string Text => FileScheme + Options.File;

        /// <inheritdoc/>
        public override async Task<IClusterStore> OpenAsync(TimeProvider timeProvider, ILogger logger) =>
            await SqliteClusterStore.OpenAsync(Options, timeProvider, logger).ConfigureAwait(false);

        /// <inheritdoc/>
        public override string ToString() => Text;
    }

    /// <summary>A database of PostgreSQL.</summary>
    /// <param name="Options">With the password.</param>
    public sealed record Database(PostgresOptions Options) : StoreAddress
    {
        /// <inheritdoc/>
        public override string Text => DatabaseAddress.TextOf(Options);

        /// <inheritdoc/>
        public override async Task<IClusterStore> OpenAsync(TimeProvider timeProvider, ILogger logger) =>
            await PostgresClusterStore.OpenAsync(Options, logger).ConfigureAwait(false);

        /// <inheritdoc/>
        public override string ToString() => Options.ToString();
    }
}
