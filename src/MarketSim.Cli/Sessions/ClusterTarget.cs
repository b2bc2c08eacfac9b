using MarketSim.Cli.Terminal;

namespace MarketSim.Cli.Sessions;

/// <summary>The place of a run in a cluster.</summary>
/// <param name="ProfilePath">Null for a cluster of the command's own.</param>
/// <param name="LocalNodes">Node processes that the command starts; null for none.</param>
/// <param name="MaxNodes">Over how many nodes a run is spread at most, 0 for all; null for what the scenario says.</param>
internal sealed record ClusterTarget(string? ProfilePath, int? LocalNodes, int? MaxNodes)
{
    /// <summary>True when the run is for a cluster rather than for this process.</summary>
    public bool IsMeant => ProfilePath is not null || LocalNodes is not null;

    /// <summary>True when the nodes that this command starts for itself need the torch engine.</summary>
    public bool NeedsTorch { get; init; }

    /// <summary>The option that finds this cluster again.</summary>
    public string Option => $"--cluster {CommandPath.Of(ProfilePath!)}";
}
