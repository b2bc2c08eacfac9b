using MarketSim.Numerics.Randomness;

namespace MarketSim.Learning.Imitation.Inverse;

/// <summary>Mean features per step: of an expert's episodes, and expected under a policy.</summary>
internal static class FeatureExpectations
{
    private const int Splits = 200;

    /// <param name="episodes">Of the expert, each as its states and actions.</param>
    public static FeatureMatch Match(TabularProblem problem, SoftSolution solution, IReadOnlyList<(int State, int Action)[]> episodes, ulong seed)
    {
        double[] expert = Mean(problem, episodes);
        return new FeatureMatch(problem.FeatureNames, expert, Expected(problem, solution, episodes), SplitHalf(problem, episodes, seed));
    }

    private static double[] Mean(TabularProblem problem, IReadOnlyList<(int State, int Action)[]> episodes)
    {
        double[] means = new double[problem.FeatureNames.Count];
        long steps = episodes.Sum(static episode => (long)episode.Length);
        foreach ((int state, int action) in episodes.SelectMany(static episode => episode))
        {
            for (int k = 0; k < means.Length; k++)
            {
                means[k] += problem.Features(state, action)[k] / steps;
            }
        }

        return means;
    }

    /// <summary>Expected features from the first states of the expert's episodes, over the lengths of these episodes.</summary>
    private static double[] Expected(TabularProblem problem, SoftSolution solution, IReadOnlyList<(int State, int Action)[]> episodes)
    {
        double[] means = new double[problem.FeatureNames.Count];
        double[] present = new double[problem.States];
        double[] next = new double[problem.States];
        long steps = episodes.Sum(static episode => (long)episode.Length);
        int longest = episodes.Max(static episode => episode.Length);
        foreach (var episode in episodes)
        {
            present[episode[0].State]++;
        }

        // Episodes that are over leave in proportion: exact where all have one length.
        for (int step = 0; step < longest; step++)
        {
            double playing = episodes.Count(episode => episode.Length > step);
            double share = playing / present.Sum();
            Array.Clear(next);
            for (int row = 0; row < problem.States * problem.Actions; row++)
            {
                double mass = share * present[row / problem.Actions] * solution.Policy[row];
                if (mass == 0)
                {
                    continue;
                }

                ReadOnlySpan<double> features = problem.Features(row / problem.Actions, row % problem.Actions);
                for (int k = 0; k < means.Length; k++)
                {
                    means[k] += mass * features[k] / steps;
                }

                foreach (Transition transition in problem.Transitions(row / problem.Actions, row % problem.Actions))
                {
                    next[transition.State] += mass * transition.Probability;
                }
            }

            (present, next) = (next, present);
        }

        return means;
    }

    private static double[] SplitHalf(TabularProblem problem, IReadOnlyList<(int State, int Action)[]> episodes, ulong seed)
    {
        double[] squares = new double[problem.FeatureNames.Count];
        if (episodes.Count < 2)
        {
            return squares;
        }

        int[] order = [.. Enumerable.Range(0, episodes.Count)];
        var random = new RandomStream(seed, RandomPurpose.Demonstration, group: 1, index: 0);
        for (int split = 0; split < Splits; split++)
        {
            for (int i = order.Length - 1; i > 0; i--)
            {
                int other = random.NextInt32(i + 1);
                (order[i], order[other]) = (order[other], order[i]);
            }

            int half = order.Length / 2;
            double[] left = Mean(problem, [.. order[..half].Select(episode => episodes[episode])]);
            double[] right = Mean(problem, [.. order[half..].Select(episode => episodes[episode])]);
            for (int k = 0; k < squares.Length; k++)
            {
                squares[k] += (left[k] - right[k]) * (left[k] - right[k]) / Splits;
            }
        }

        return [.. squares.Select(Math.Sqrt)];
    }
}
