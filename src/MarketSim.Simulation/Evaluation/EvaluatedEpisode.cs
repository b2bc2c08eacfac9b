namespace MarketSim.Simulation.Evaluation;

/// <summary>The result of an evaluated policy in one episode in the place of a group; for a group of several agents, their mean.</summary>
/// <param name="Group">The group that it was evaluated in place of.</param>
/// <param name="Policy">trained, untrained, flat, buy_and_hold, random, oracle, or the type of a rule.</param>
/// <param name="Episode">From 0; the same number is the same market for all policies.</param>
/// <param name="WealthChange">After costs, inventory at the mid-price of the close, in currency.</param>
/// <param name="Reward">Sum of the rewards as in training; 0 for a rule-based strategy.</param>
/// <param name="Volume">Units traded.</param>
/// <param name="Turnover">Units traded, at the initial price, in currency.</param>
/// <param name="Drawdown">Largest fall of the wealth below its highest point so far, in currency.</param>
/// <param name="Wealth">Change of wealth at each moment at which it was seen, in currency; empty unless paths are kept.</param>
public sealed record EvaluatedEpisode(
    string Group, string Policy, int Episode, double WealthChange, double Reward, double Volume, double Turnover, double Drawdown, IReadOnlyList<double> Wealth);
