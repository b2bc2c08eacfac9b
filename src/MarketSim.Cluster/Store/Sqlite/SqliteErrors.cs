using Microsoft.Data.Sqlite;

namespace MarketSim.Cluster.Store.Sqlite;

/// <summary>Classifies an error of SQLite for a node: a retry may help, or an operator must change something. Codes: https://www.sqlite.org/rescode.html.</summary>
internal static class SqliteErrors
{
    private const int Permission = 3;
    private const int Busy = 5;
    private const int Locked = 6;
    private const int OutOfMemory = 7;
    private const int ReadOnly = 8;
    private const int InputOutput = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int TooBig = 18;
    private const int Constraint = 19;
    private const int NotADatabase = 26;

    /// <summary>
    /// True when the connection can be used again after the error. After any other error a new one is opened, because the cached state may differ from the
    /// file.
    /// </summary>
    public static bool LeavesConnection(SqliteException exception) => exception.SqliteErrorCode is Busy or Locked or TooBig or Constraint;

    /// <summary>The exception that the store throws instead.</summary>
    public static Exception Translate(SqliteException exception, SqliteOptions options) => exception.SqliteErrorCode switch
    {
        Busy or Locked => Unavailable($"The store {options} is locked: another process has been writing for more than {options.BusyTimeout.TotalSeconds:0.#} s. "
            + "If it hangs or is stopped, let it continue or end it (fuser names it).", exception),
        Full => Unavailable($"The store {options} cannot grow: there is no space left on its disk. Make room there.", exception),
        InputOutput => Unavailable($"The disk of the store {options} fails: {Reason(exception)}. See the system's log.", exception),
        OutOfMemory => Unavailable($"The store {options} has no memory left to work with.", exception),
        CannotOpen when !Directory.Exists(FolderOf(options)) => Refused($"The folder of the store {options} does not exist. Make it, or name another file.", exception),
        CannotOpen => Refused($"The store {options} cannot be opened. Its folder must be one that this process may write to, and the file no folder.", exception),
        Permission or ReadOnly => Refused($"The store {options} may not be written to. Give this process's user the right to write to the file and its folder.", exception),
        Corrupt => Refused($"The store {options} is damaged: {Reason(exception)}. Restore it from a backup, or name another file.", exception),
        NotADatabase => Refused($"The file {options} is no store of MarketSim, or its beginning is damaged. Restore it from a backup, or name another file.", exception),
        TooBig => Refused($"The store {options} takes no contents of more than 1,000,000,000 bytes. Use PostgreSQL, or make the state smaller.", exception),
        _ => Refused($"The store {options} refuses: {Reason(exception)}.", exception),
    };

    private static string FolderOf(SqliteOptions options) => Path.GetDirectoryName(Path.GetFullPath(options.File)) ?? Path.GetFullPath(options.File);

    // The driver says: SQLite Error 11: 'database disk image is malformed'.
    private static string Reason(SqliteException exception) =>
        exception.Message.Split('\'') is [_, string reason, _] ? $"{reason} ({exception.SqliteExtendedErrorCode})" : exception.Message;

    private static StoreUnavailableException Unavailable(string message, Exception inner) => new(message, inner);

    private static StoreRefusedException Refused(string message, Exception inner) => new(message, inner);
}
