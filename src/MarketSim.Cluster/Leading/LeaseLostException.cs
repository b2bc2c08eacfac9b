namespace MarketSim.Cluster.Leading;

/// <summary>Another node leads the run by now; what this leader was about to commit was refused.</summary>
internal sealed class LeaseLostException(string run, long epoch) : Exception($"The lease of run {run} was lost in epoch {epoch}.");
