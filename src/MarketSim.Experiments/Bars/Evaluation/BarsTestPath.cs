namespace MarketSim.Experiments.Bars.Evaluation;

/// <summary>The results of an evaluated policy on the test bars of one fold.</summary>
/// <param name="Learner">In whose place it traded.</param>
/// <param name="Policy">trained, untrained, flat, buy_and_hold, momentum, mean_reversion or random.</param>
/// <param name="Fold">From 0.</param>
/// <param name="Seed">From 0; of the training, or of what is drawn. Policies that draw nothing at random have seed 0 only.</param>
/// <param name="Reward">Sum of the rewards as in training.</param>
/// <param name="Steps">One for each bar of the test, in order.</param>
public sealed record BarsTestPath(string Learner, string Policy, int Fold, int Seed, double Reward, IReadOnlyList<BarsTestStep> Steps);

/// <summary>The result of one bar.</summary>
/// <param name="Bar">Its number in the whole of the bars, from 0.</param>
/// <param name="Return">Change of wealth from close to close after costs and impact, as a share of the wealth before.</param>
/// <param name="Position">Exposure at its close as a multiple of wealth; negative is short.</param>
/// <param name="Traded">Value traded, as a share of the wealth before.</param>
/// <param name="Costs">Paid, impact left out, as a share of the wealth before.</param>
public readonly record struct BarsTestStep(int Bar, double Return, double Position, double Traded, double Costs);
