namespace MarketSim.Cli.Terminal;

/// <summary>The exit codes of the process.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>The command was tried, and failed.</summary>
    public const int Failed = 1;

    /// <summary>Wrong use: nothing was tried, nothing was written.</summary>
    public const int WrongUse = 2;

    /// <summary>Stopped by a signal, as shells report it: 128 and the number of SIGINT.</summary>
    public const int Interrupted = 130;
}
