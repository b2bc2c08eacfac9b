using System.Net;

namespace MarketSim.Cluster.Tests.Processes;

/// <summary>Where a node's process runs and how it reaches the services.</summary>
/// <param name="Namespace">The network namespace it runs in; null for the tests' own.</param>
internal sealed record NodePlace(IPEndPoint Broker, IPEndPoint Database, string? Namespace = null);
