namespace MarketSim.Cluster.Tests.Processes;

/// <summary>A tick that a leader opened on other nodes, as its process told it.</summary>
/// <param name="At">On the tests' own clock.</param>
internal readonly record struct SeenTick(long At, string Run, long Epoch, long Tick);
