using MarketSim.Learning.Rollouts;

namespace MarketSim.Agents.PolicyTrading;

/// <summary>An agent's report to its controller when its option has ended.</summary>
/// <param name="Observation">Observation for the controller: the market in slow bars, and the agent's position.</param>
/// <param name="Reward">Discounted sum of the task's rewards since the last report; 0 in the first.</param>
/// <param name="Duration">Decisions of the option since the last report; 0 in the first, which answers no choice.</param>
/// <param name="End">The end of the episode; null while it continues, so that a choice is awaited.</param>
public sealed record OptionReport(float[] Observation, double Reward, int Duration, TrajectoryEnd? End);
