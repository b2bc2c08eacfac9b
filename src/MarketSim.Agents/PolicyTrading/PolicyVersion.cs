namespace MarketSim.Agents.PolicyTrading;

/// <summary>The version of a policy's weights.</summary>
/// <param name="Publication">Number of publications so far; 0 for the initial weights.</param>
/// <param name="Version">The learner's own number of the weights.</param>
public readonly record struct PolicyVersion(long Publication, long Version);
