namespace MarketSim.Learning.Imitation.Inverse;

/// <summary>
/// The causally conditioned likelihood of an expert's actions, sum over its steps of log pi(a|s), of a soft-optimal policy, and its derivatives. Its greatest value
/// over linear rewards is the policy of maximum causal entropy with the expert's features (Ziebart, Bagnell and Dey 2010, theorem 3 and its dual).
/// </summary>
internal sealed class CausalLikelihood
{
    private readonly TabularProblem _problem;
    private readonly double[] _counts;
    private readonly double[] _stateCounts;

    /// <param name="steps">States and actions of the expert.</param>
    public CausalLikelihood(TabularProblem problem, IEnumerable<(int State, int Action)> steps)
    {
        _problem = problem;
        _counts = new double[problem.States * problem.Actions];
        _stateCounts = new double[problem.States];
        foreach ((int state, int action) in steps)
        {
            _counts[(state * problem.Actions) + action]++;
            _stateCounts[state]++;
            Steps++;
        }
    }

    public long Steps { get; private set; }

    /// <summary>Mean over the expert's steps of log pi(a|s).</summary>
    public double MeanOf(SoftSolution solution)
    {
        double sum = 0;
        for (int row = 0; row < _counts.Length; row++)
        {
            sum += _counts[row] == 0 ? 0 : _counts[row] * solution.LogPolicy[row];
        }

        return sum / Steps;
    }

    /// <summary>
    /// Derivative of the mean log-likelihood in the reward of every state and action: what the expert's choice gains over the policy's, and all that follows from it
    /// under the policy, discounted.
    /// </summary>
    /// <param name="gradient">Shape [states, actions]; overwritten.</param>
    public void Gradient(SoftSolution solution, Span<double> gradient)
    {
        double[] mass = new double[_counts.Length];
        for (int row = 0; row < mass.Length; row++)
        {
            mass[row] = (_counts[row] - (_stateCounts[row / _problem.Actions] * solution.Policy[row])) / (Steps * solution.Temperature);
        }

        gradient.Clear();
        double[] arriving = new double[_problem.States];
        double largest = double.PositiveInfinity;
        double first = mass.Max(Math.Abs);
        while (largest > 1e-14 * (1e-12 + first))
        {
            Array.Clear(arriving);
            largest = 0;
            for (int row = 0; row < mass.Length; row++)
            {
                gradient[row] += mass[row];
                largest = Math.Max(largest, Math.Abs(mass[row]));
                foreach (Transition transition in _problem.Transitions(row / _problem.Actions, row % _problem.Actions))
                {
                    arriving[transition.State] += _problem.Discount * transition.Probability * mass[row];
                }
            }

            for (int row = 0; row < mass.Length; row++)
            {
                mass[row] = arriving[row / _problem.Actions] * solution.Policy[row];
            }
        }
    }

    /// <summary>
    /// Fisher information of linear weights in one step of the expert: mean over its states of E[g g'] with g = d log pi(a|s) / d weights = (dQ(s,a) - dV(s)) /
    /// temperature, where dV is the discounted sum of features to come.
    /// </summary>
    /// <returns>Shape [features, features].</returns>
    public double[,] Information(SoftSolution solution)
    {
        int features = _problem.FeatureNames.Count;
        double[] toCome = FeaturesToCome(solution);
        double[,] information = new double[features, features];
        double[] scores = new double[_problem.Actions * features];
        for (int state = 0; state < _problem.States; state++)
        {
            if (_stateCounts[state] == 0)
            {
                continue;
            }

            Scores(solution, toCome, state, scores);
            double share = _stateCounts[state] / Steps;
            for (int action = 0; action < _problem.Actions; action++)
            {
                double weight = share * solution.Policy[(state * _problem.Actions) + action];
                for (int j = 0; j < features; j++)
                {
                    for (int k = 0; k < features; k++)
                    {
                        information[j, k] += weight * scores[(action * features) + j] * scores[(action * features) + k];
                    }
                }
            }
        }

        return information;
    }

    private void Scores(SoftSolution solution, double[] toCome, int state, double[] scores)
    {
        int features = _problem.FeatureNames.Count;
        for (int k = 0; k < features; k++)
        {
            double mean = 0;
            for (int action = 0; action < _problem.Actions; action++)
            {
                double q = _problem.Features(state, action)[k];
                foreach (Transition transition in _problem.Transitions(state, action))
                {
                    q += _problem.Discount * transition.Probability * toCome[(transition.State * features) + k];
                }

                scores[(action * features) + k] = q;
                mean += solution.Policy[(state * _problem.Actions) + action] * q;
            }

            for (int action = 0; action < _problem.Actions; action++)
            {
                scores[(action * features) + k] = (scores[(action * features) + k] - mean) / solution.Temperature;
            }
        }
    }

    /// <summary>Shape [states, features]: expected discounted sums under the policy.</summary>
    private double[] FeaturesToCome(SoftSolution solution)
    {
        int features = _problem.FeatureNames.Count;
        double[] sums = new double[_problem.States * features];
        double change = double.PositiveInfinity;
        while (change > 1e-12)
        {
            change = 0;
            for (int state = 0; state < _problem.States; state++)
            {
                for (int k = 0; k < features; k++)
                {
                    double sum = 0;
                    for (int action = 0; action < _problem.Actions; action++)
                    {
                        double q = _problem.Features(state, action)[k];
                        foreach (Transition transition in _problem.Transitions(state, action))
                        {
                            q += _problem.Discount * transition.Probability * sums[(transition.State * features) + k];
                        }

                        sum += solution.Policy[(state * _problem.Actions) + action] * q;
                    }

                    change = Math.Max(change, Math.Abs(sum - sums[(state * features) + k]) / (1 + Math.Abs(sum)));
                    sums[(state * features) + k] = sum;
                }
            }
        }

        return sums;
    }
}
