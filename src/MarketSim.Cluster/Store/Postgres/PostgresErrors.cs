using System.Net.Sockets;
using System.Security.Authentication;
using Npgsql;

namespace MarketSim.Cluster.Store.Postgres;

/// <summary>Classifies an error of the driver for a node: a retry may help, or an operator must change something.</summary>
internal static class PostgresErrors
{
    /// <summary>
    /// Nothing was carried out, and at once again it may be: two statements stood in each other's way. Statements expect the keys that they may
    /// meet; one that they did not see came from the same call, made twice at once.
    /// </summary>
    public static bool IsConflict(Exception exception) => exception is PostgresException
    {
        SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.UniqueViolation,
    };

    /// <summary>True for an error of the database or of the connection to it.</summary>
    public static bool IsOfDatabase(Exception exception) => exception is NpgsqlException or TimeoutException or SocketException or IOException;

    /// <summary>
    /// True when the connection broke: in the middle of a statement, whose outcome is then unknown, or before it. A database that does not answer in time is
    /// a different error.
    /// </summary>
    public static bool IsOfConnection(Exception exception) => exception switch
    {
        PostgresException error => error.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown,
        NpgsqlException { InnerException: TimeoutException } => false,
        NpgsqlException { InnerException: IOException or SocketException } or IOException or SocketException => true,
        _ => false,
    };

    /// <summary>The exception that the store throws instead.</summary>
    public static Exception Translate(Exception exception, PostgresOptions options) => exception switch
    {
        PostgresException error => Translate(error, options),
        NpgsqlException { InnerException: AuthenticationException inner } => Tls(inner.Message, inner, options),
        NpgsqlException { InnerException: null } error when error.Message.Contains("SSL", StringComparison.Ordinal) => Tls(error.Message, error, options),
        NpgsqlException { InnerException: null } error when error.Message.Contains("password", StringComparison.OrdinalIgnoreCase) => Refused(
            $"The database at {options.Host}:{options.Port} wants a password for user {options.User} and none was given. Give one in the environment or in the settings' file.", error),
        _ => new StoreUnavailableException($"The database {options} cannot be reached: {Reason(exception)}", exception),
    };

    private static Exception Translate(PostgresException error, PostgresOptions options) => error.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => Refused(
            $"The database at {options.Host}:{options.Port} refuses user {options.User} for database {options.Database}: {error.MessageText}. "
            + "Check user and password, and the server's pg_hba.conf.", error),
        PostgresErrorCodes.InvalidCatalogName => Refused(
            $"There is no database {options.Database} at {options.Host}:{options.Port}. Create it (createdb --owner {options.User} {options.Database}), or name another.", error),
        PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName or PostgresErrorCodes.UndefinedColumn => PostgresSchema.Missing(options, error),
        PostgresErrorCodes.InsufficientPrivilege => Refused(
            $"User {options.User} may not use the tables of database {options.Database} at {options.Host}:{options.Port} ({error.MessageText}). "
            + $"As the schema's owner, grant it: marketsim cluster init --grant {options.User}", error),
        _ when IsPassing(error.SqlState) => new StoreUnavailableException(
            $"The database {options} cannot serve now: {error.MessageText} ({error.SqlState}).", error),
        _ => Refused($"The database {options} refuses: {error.MessageText} ({error.SqlState}).", error),
    };

    // Classes of SQLSTATE: 08 connection, 40 rolled back, 53 resources (disk full, memory, connections), 55 not in the right state (locked),
    // 57 operator (shutdown, starting up, cancelled), 58 input and output; 25006 is a standby that takes no writes yet.
    private static bool IsPassing(string state) =>
        state[..2] is "08" or "40" or "53" or "55" or "57" or "58" || state == PostgresErrorCodes.ReadOnlySqlTransaction;

    private static StoreRefusedException Tls(string reason, Exception inner, PostgresOptions options) => Refused(
        $"No protected connection to the database at {options.Host}:{options.Port}: {reason} Check that the server has TLS on, its certificate, and the root certificate given here.", inner);

    private static StoreRefusedException Refused(string message, Exception inner) => new(message, inner);

    // The driver's own words say less ("Exception while reading from stream") than what they come from.
    private static string Reason(Exception exception) => exception switch
    {
        { InnerException: TimeoutException } or TimeoutException => "it did not answer in time.",
        { InnerException: { } inner } => inner.Message,
        _ => exception.Message,
    };
}
