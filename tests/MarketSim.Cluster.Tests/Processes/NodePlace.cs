using System.Net;

namespace MarketSim.Cluster.Tests.Processes;

/// <summary>Where a node's process runs.</summary>
/// <param name="Address">That it listens on.</param>
/// <param name="Database">How it reaches a database; null for the database's own address.</param>
/// <param name="Namespace">The network namespace it runs in; null for the tests' own.</param>
internal sealed record NodePlace(IPAddress Address, IPEndPoint? Database = null, string? Namespace = null)
{
    public static NodePlace Loopback { get; } = new(IPAddress.Loopback);
}
