namespace MarketSim.Cli;

/// <summary>What the process tells its caller.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>What was asked for was tried, and failed.</summary>
    public const int Failed = 1;

    /// <summary>What was asked for makes no sense: nothing was tried, nothing was written.</summary>
    public const int WrongUse = 2;

    /// <summary>Stopped by a signal, as shells report it: 128 and the number of SIGINT.</summary>
    public const int Interrupted = 130;
}
