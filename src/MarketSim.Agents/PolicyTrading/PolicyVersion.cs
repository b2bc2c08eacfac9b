namespace MarketSim.Agents.PolicyTrading;

/// <summary>The version of a policy's weights.</summary>
/// <param name="WeightsVersion">Number of times that the learner has published weights; 0 for the initial ones.</param>
/// <param name="Version">Number of updates behind the weights, as the learner counts them.</param>
public readonly record struct PolicyVersion(long WeightsVersion, long Version);
