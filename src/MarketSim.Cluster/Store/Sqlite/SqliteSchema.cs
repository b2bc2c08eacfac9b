namespace MarketSim.Cluster.Store.Sqlite;

/// <summary>Makes the tables in a new file, and sees to it that an old one is a store of this program's version.</summary>
internal static class SqliteSchema
{
    /// <summary>The version that this program works with.</summary>
    public const int CurrentVersion = 1;

    // "MSim": says in the file's header whose it is.
    private const int ApplicationId = 0x4D53696D;

    /// <exception cref="StoreRefusedException">The file is another program's, or of a newer version.</exception>
    public static void EnsureCreated(SqliteSession session, SqliteOptions options)
    {
        if (IsNewInOneView(session, options))
        {
            // Both can be said only of a file without tables. Another process may do the same; SQLite lets one through at a time.
            session.Execute("pragma auto_vacuum = incremental");
            UseWriteAheadLog(session, options);
            session.Execute("begin immediate");
            if (IsNew(session, options))
            {
                session.ExecuteOnce(SchemaScript.Read("sqlite"));
                session.Execute($"pragma application_id = {ApplicationId}");
                session.Execute($"pragma user_version = {CurrentVersion}");
            }

            session.Execute("commit");
        }
        else
        {
            UseWriteAheadLog(session, options);
        }
    }

    // Read one by one, they could be from before and after another process made the tables, which looks like another program's file.
    private static bool IsNewInOneView(SqliteSession session, SqliteOptions options)
    {
        session.Execute("begin");
        try
        {
            return IsNew(session, options);
        }
        finally
        {
            session.Execute("commit");
        }
    }

    private static bool IsNew(SqliteSession session, SqliteOptions options)
    {
        long application = session.ReadNumber("pragma application_id");
        long version = session.ReadNumber("pragma user_version");
        if (application == 0 && version == 0 && session.ReadNumber("select count(*) from sqlite_master") == 0)
        {
            return true;
        }

        return application == ApplicationId
            ? version == CurrentVersion ? false : throw new StoreRefusedException(
                $"This program is older than the store {options}, which has version {version}; this program knows version {CurrentVersion}. "
                + "Use the program that made it, or a newer one, or name another file.")
            : throw new StoreRefusedException($"The file {options} is another program's database. Name another file.");
    }

    private static void UseWriteAheadLog(SqliteSession session, SqliteOptions options)
    {
        string mode = session.ReadFirst("pragma journal_mode = wal", row => row.GetString(0))!;
        if (mode != "wal")
        {
            throw new StoreRefusedException(
                $"The store {options} is on a disk that processes cannot share memory on (a network drive, most likely). Name a file on a disk of this machine.");
        }
    }
}
