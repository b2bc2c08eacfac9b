using MarketSim.Learning.Rollouts;

namespace MarketSim.Agents.PolicyTrading;

/// <summary>An agent's report to its controller when its option has ended.</summary>
/// <param name="Observation">What the controller is to see: the market in slow bars, and the agent's position.</param>
/// <param name="Reward">Discounted sum of the task's rewards since the last report; 0 in the first.</param>
/// <param name="Duration">Decisions of the option since the last report; 0 in the first, which answers no choice.</param>
/// <param name="End">Null while the episode goes on, and a choice is awaited.</param>
public sealed record OptionReport(float[] Observation, double Reward, int Duration, TrajectoryEnd? End);
