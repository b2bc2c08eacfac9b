using MarketSim.Learning.Algorithms;
using MarketSim.Market.Orders;

namespace MarketSim.Agents.PolicyTrading;

/// <summary>Steps of one agent, as they go to its learner.</summary>
/// <param name="Tick">At which the last step's reward was known.</param>
/// <param name="Publication">Number of the publication of weights that took the first step, from 0 for the initial ones; later steps may have newer ones.</param>
public sealed record Experience(long Tick, AccountId Account, long Publication, Trajectory Trajectory);

/// <summary>Number of the weights that a policy holds.</summary>
/// <param name="Publication">How often weights have been published; 0 for the initial ones.</param>
/// <param name="Version">The learner's number of them.</param>
public readonly record struct PolicyVersion(long Publication, long Version);
