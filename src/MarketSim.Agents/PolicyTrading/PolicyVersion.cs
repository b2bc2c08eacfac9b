namespace MarketSim.Agents.PolicyTrading;

/// <summary>Number of the weights that a policy holds.</summary>
/// <param name="Publication">How often weights have been published; 0 for the initial ones.</param>
/// <param name="Version">The learner's number of them.</param>
public readonly record struct PolicyVersion(long Publication, long Version);
