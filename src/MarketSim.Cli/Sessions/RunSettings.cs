namespace MarketSim.Cli.Sessions;

/// <summary>How the user wants a run carried out and reported.</summary>
/// <param name="Partitions">Null for what the scenario says.</param>
/// <param name="Threads">Null for what the scenario says.</param>
internal sealed record RunSettings(int? Partitions, int? Threads, bool IsJson, bool IsQuiet, bool WritesReport)
{
    public bool ShowsProgress => !IsJson && !IsQuiet;
}
