namespace MarketSim.Cli.Clusters;

/// <summary>What a profile file says of a cluster and of a node in it; null for what it leaves out.</summary>
/// <param name="Threads">At least 1.</param>
/// <param name="Leads">At least 0.</param>
internal sealed record ClusterProfile(
    ProfileAddress? Broker, ProfileAddress? Database, string? Name, IReadOnlyList<string>? Roles, int? Threads, int? Leads, ListenAddress? Listen)
{
    public static ClusterProfile Empty { get; } = new(null, null, null, null, null, null, null);
}

/// <summary>An address and the place that it was read from, for messages; it may hold a password and is not shown.</summary>
internal sealed class ProfileAddress(string text, string source)
{
    public string Text => text;

    public string Source => source;
}
