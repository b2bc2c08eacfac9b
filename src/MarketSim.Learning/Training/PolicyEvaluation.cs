using MarketSim.Learning.Environments.Vectors;
using MarketSim.Learning.Policies;
using MarketSim.Learning.Rollouts;

namespace MarketSim.Learning.Training;

/// <summary>Plays episodes with a policy that does not change.</summary>
public static class PolicyEvaluation
{
    /// <summary>
    /// Plays episodes and gives their returns. Environment i of N plays episodes i, i + N, …: which of them count is fixed beforehand, so that
    /// short episodes do not count more often than long ones. Episode k has the same seed for every N.
    /// </summary>
    /// <param name="environment">Reset with the seed; not one that is being trained in.</param>
    /// <param name="episodes">At least 1.</param>
    /// <param name="seed">Of the episodes and of stochastic actions.</param>
    /// <param name="deterministic">True for the most probable action.</param>
    public static EvaluationResult Evaluate(IPolicy policy, IVectorEnvironment environment, int episodes, ulong seed, bool deterministic = true)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentOutOfRangeException.ThrowIfLessThan(episodes, 1);
        var runner = new EnvironmentRunner(environment, policy);
        runner.Begin(seed, evaluates: true);
        double[] returns = new double[episodes];
        long[] lengths = new long[episodes];
        int[] current = new int[environment.Count];
        for (int row = 0; row < current.Length; row++)
        {
            current[row] = row;
        }

        int left = episodes;
        while (left > 0)
        {
            runner.Act(deterministic);
            runner.Step();
            for (int row = 0; row < current.Length; row++)
            {
                int episode = current[row];
                if (episode >= episodes)
                {
                    continue;
                }

                returns[episode] += environment.Rewards[row];
                lengths[episode]++;
                if (environment.Terminated[row] || environment.Truncated[row])
                {
                    current[row] += current.Length;
                    left--;
                }
            }
        }

        return new EvaluationResult(returns, lengths);
    }
}
