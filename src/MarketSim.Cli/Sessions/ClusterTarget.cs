using MarketSim.Cli.Terminal;

namespace MarketSim.Cli.Sessions;

/// <summary>The place of a run in a cluster.</summary>
/// <param name="ProfilePath">Null for a cluster of the command's own.</param>
/// <param name="LocalNodes">Node processes that the command starts; null for none.</param>
/// <param name="MaxNodes">Over how many nodes a run is spread at most, 0 for all; null for what the scenario says.</param>
internal sealed record ClusterTarget(string? ProfilePath, int? LocalNodes, int? MaxNodes)
{
    /// <summary>Whether a cluster is meant at all.</summary>
    public bool IsMeant => ProfilePath is not null || LocalNodes is not null;

    /// <summary>Whether nodes that are started for this command alone need the torch engine.</summary>
    public bool NeedsTorch { get; init; }

    /// <summary>The option that finds this cluster again.</summary>
    public string Option => $"--cluster {CommandPath.Of(ProfilePath!)}";
}
