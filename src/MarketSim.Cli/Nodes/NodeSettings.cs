using MarketSim.Cluster.Nodes;
using MarketSim.Cluster.Profiles;

namespace MarketSim.Cli.Nodes;

/// <summary>The settings of a node from the command line.</summary>
internal sealed record NodeSettings
{
    public required StoreAddress Store { get; init; }

    public required NodeAddress Address { get; init; }

    /// <summary>Name of the node; null for one made of the host's name.</summary>
    public string? Name { get; init; }

    /// <summary>Roles of the node, in ordinal order.</summary>
    public required IReadOnlyList<string> Roles { get; init; }

    public required int Threads { get; init; }

    /// <summary>Runs that the node leads at the same time, at most.</summary>
    public required int Leads { get; init; }

    /// <summary>True when the node hosts learners on torch, provided that it can load LibTorch.</summary>
    public bool OffersTorch { get; init; } = true;

    /// <summary>The address of health and metrics; null for none.</summary>
    public ListenAddress? Listen { get; init; }
}
