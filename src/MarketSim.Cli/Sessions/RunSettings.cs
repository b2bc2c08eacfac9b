using MarketSim.Live;

namespace MarketSim.Cli.Sessions;

/// <summary>The settings of a run that the user asks for: execution and output.</summary>
/// <param name="Partitions">Null for what the scenario says.</param>
/// <param name="Threads">Null for what the scenario says.</param>
internal sealed record RunSettings(int? Partitions, int? Threads, bool IsJson, bool IsQuiet, bool WritesReport)
{
    /// <summary>The page that shows it while it runs; null for none.</summary>
    public LiveWindow? Window { get; init; }

    public bool ShowsProgress => !IsJson && !IsQuiet;
}
