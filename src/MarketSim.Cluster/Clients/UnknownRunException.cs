namespace MarketSim.Cluster.Clients;

/// <summary>A cluster has no run of this name.</summary>
public sealed class UnknownRunException(string run) : Exception($"The cluster has no run named {run}; `marketsim cluster runs` lists those that it has.");
