using Npgsql;

namespace MarketSim.Cluster.Store.Postgres;

/// <summary>The address and credentials of the database. Its text never shows the password.</summary>
public sealed record PostgresOptions
{
    /// <summary>Name or address of the server.</summary>
    public required string Host { get; init; }

    /// <summary>Port of the server.</summary>
    public int Port { get; init; } = 5432;

    /// <summary>Name of the database.</summary>
    public required string Database { get; init; }

    /// <summary>Name of the user.</summary>
    public required string User { get; init; }

    /// <summary>The password; null for none, such as with a client that the server trusts.</summary>
    public string? Password { get; init; }

    /// <summary>Encryption of the connection.</summary>
    public DatabaseTls Tls { get; init; } = DatabaseTls.Off;

    /// <summary>Path of the certificate (PEM) that the server's must go back to; null for those that the operating system trusts.</summary>
    public string? RootCertificate { get; init; }

    /// <summary>Longest wait for the answer to one statement, in whole seconds; writes of many megabytes get more. Default 10 s.</summary>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest wait for a connection, in whole seconds. Default 5 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Connections of one process at most. Default 10.</summary>
    public int MaxConnections { get; init; } = 10;

    /// <summary>The name of the connection in <c>pg_stat_activity</c>, for the operator.</summary>
    public string ApplicationName { get; init; } = "marketsim";

    /// <inheritdoc/>
    public override string ToString() => $"{User}@{Host}:{Port}/{Database}";

    /// <summary>The connection string, with the password: never to be shown.</summary>
    internal string ConnectionString(bool isPooled = true) => new NpgsqlConnectionStringBuilder
    {
        Host = Host,
        Port = Port,
        Database = Database,
        Username = User,
        Password = Password,
        SslMode = Tls switch
        {
            DatabaseTls.Off => SslMode.Disable,
            DatabaseTls.Require => SslMode.Require,
            _ => SslMode.VerifyFull,
        },
        RootCertificate = RootCertificate,
        CommandTimeout = Seconds(CommandTimeout),
        Timeout = Seconds(ConnectTimeout),
        CancellationTimeout = 2_000,
        MaxPoolSize = MaxConnections,
        Pooling = isPooled,
        ApplicationName = ApplicationName,
        IncludeErrorDetail = false,
        Enlist = false,

        // A peer that has vanished is noticed within seconds, by both sides.
        TcpKeepAlive = true,
        TcpKeepAliveTime = 5,
        TcpKeepAliveInterval = 2,
        Options = "-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3 -c tcp_user_timeout=10000 "
            + "-c idle_in_transaction_session_timeout=10000 -c client_min_messages=warning",
    }.ConnectionString;

    private static int Seconds(TimeSpan span) => Math.Max(1, (int)Math.Ceiling(span.TotalSeconds));
}

/// <summary>Protection of connections to the database.</summary>
public enum DatabaseTls
{
    /// <summary>Not at all: for a database on the same machine or in a closed network.</summary>
    Off,

    /// <summary>Encrypted; whose certificate it is is not checked.</summary>
    Require,

    /// <summary>Encrypted, and the server's certificate must be valid and name its host.</summary>
    VerifyFull,
}
