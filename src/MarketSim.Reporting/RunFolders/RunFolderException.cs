namespace MarketSim.Reporting.RunFolders;

/// <summary>
/// A run folder that cannot be reported on. The message is meant for the user: it names file, line, column, what was found and what is allowed.
/// </summary>
public sealed class RunFolderException : Exception
{
    public RunFolderException(string message)
        : base(message)
    {
    }

    public RunFolderException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
