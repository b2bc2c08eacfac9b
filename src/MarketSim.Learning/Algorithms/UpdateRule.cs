using MarketSim.Learning.Optimisation;

namespace MarketSim.Learning.Algorithms;

/// <summary>The part of an update in which actor-critic algorithms differ.</summary>
/// <param name="Algorithm">Its name, as in files and messages.</param>
/// <param name="StepsPerUpdate">At least 1; null for those of a rollout.</param>
/// <param name="BatchSize">Steps of a minibatch.</param>
/// <param name="Optimiser">Makes the optimiser of so many parameters.</param>
internal sealed record UpdateRule(string Algorithm, int? StepsPerUpdate, int BatchSize, Func<int, IOptimiser> Optimiser);
