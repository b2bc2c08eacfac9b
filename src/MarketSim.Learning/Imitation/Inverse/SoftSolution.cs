using MarketSim.Numerics.Functions;

namespace MarketSim.Learning.Imitation.Inverse;

/// <summary>
/// The policy of greatest reward plus temperature times causal entropy (Ziebart, Bagnell and Dey 2010, Modeling interaction via the principle of maximum causal
/// entropy): pi(a|s) = exp((Q(s,a) - V(s)) / temperature), V(s) = temperature log sum exp(Q(s,a) / temperature), Q(s,a) = r(s,a) + discount E V(s').
/// </summary>
public sealed class SoftSolution
{
    private const int MaximumSweeps = 100_000;
    private readonly TabularProblem _problem;
    private readonly double[] _policy;
    private readonly double[] _logPolicy;
    private readonly double[] _values;

    private SoftSolution(TabularProblem problem, double temperature)
    {
        _problem = problem;
        Temperature = temperature;
        _policy = new double[problem.States * problem.Actions];
        _logPolicy = new double[_policy.Length];
        _values = new double[problem.States];
    }

    /// <summary>Temperature of the soft optimum.</summary>
    public double Temperature { get; }

    /// <summary>Shape [states, actions]: probabilities.</summary>
    public ReadOnlySpan<double> Policy => _policy;

    /// <summary>Shape [states, actions].</summary>
    public ReadOnlySpan<double> LogPolicy => _logPolicy;

    /// <summary>Shape [states].</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>Solves a problem by soft value iteration, until values change by less than the tolerance times their scale.</summary>
    /// <param name="rewards">Shape [states, actions]; finite.</param>
    /// <param name="temperature">Greater than 0, in units of the reward.</param>
    public static SoftSolution Of(TabularProblem problem, ReadOnlySpan<double> rewards, double temperature, double tolerance = 1e-12)
    {
        ArgumentNullException.ThrowIfNull(problem);
        if (!(temperature > 0 && double.IsFinite(temperature)))
        {
            throw new ArgumentOutOfRangeException(nameof(temperature), temperature, "A temperature is a finite number greater than 0, e.g. 1.");
        }

        ArgumentOutOfRangeException.ThrowIfNotEqual(rewards.Length, problem.States * problem.Actions, nameof(rewards));
        var solution = new SoftSolution(problem, temperature);
        for (int sweep = 0; sweep < MaximumSweeps; sweep++)
        {
            (double change, double scale) = solution.Sweep(rewards);
            if (change <= tolerance * (1 + scale))
            {
                solution.TakePolicy(rewards);
                return solution;
            }
        }

        throw new InvalidOperationException($"Soft value iteration has not converged in {MaximumSweeps} sweeps; the rewards or the discount ({problem.Discount}) are too large. Scale the features.");
    }

    /// <summary>Expected discounted sum of a reward from the initial states, without entropy.</summary>
    /// <param name="rewards">Shape [states, actions]; may be other rewards than those of the policy.</param>
    public double ReturnOf(ReadOnlySpan<double> rewards)
    {
        double[] values = new double[_problem.States];
        double[] next = new double[values.Length];
        double change = double.PositiveInfinity;
        while (change > 1e-12)
        {
            change = 0;
            for (int state = 0; state < values.Length; state++)
            {
                double sum = 0;
                for (int action = 0; action < _problem.Actions; action++)
                {
                    int row = (state * _problem.Actions) + action;
                    sum += _policy[row] * (rewards[row] + (_problem.Discount * Expected(values, state, action)));
                }

                next[state] = sum;
                change = Math.Max(change, Math.Abs(sum - values[state]) / (1 + Math.Abs(sum)));
            }

            (values, next) = (next, values);
        }

        double total = 0;
        for (int state = 0; state < values.Length; state++)
        {
            total += _problem.Initial[state] * values[state];
        }

        return total;
    }

    private double Expected(ReadOnlySpan<double> values, int state, int action)
    {
        double sum = 0;
        foreach (Transition transition in _problem.Transitions(state, action))
        {
            sum += transition.Probability * values[transition.State];
        }

        return sum;
    }

    // In place, state by state: converges as surely, and faster, than from a copy.
    private (double Change, double Scale) Sweep(ReadOnlySpan<double> rewards)
    {
        double change = 0;
        double scale = 0;
        Span<double> q = stackalloc double[Math.Min(_problem.Actions, 256)];
        q = _problem.Actions <= q.Length ? q : new double[_problem.Actions];
        for (int state = 0; state < _values.Length; state++)
        {
            double largest = double.NegativeInfinity;
            for (int action = 0; action < _problem.Actions; action++)
            {
                q[action] = rewards[(state * _problem.Actions) + action] + (_problem.Discount * Expected(_values, state, action));
                largest = Math.Max(largest, q[action]);
            }

            double sum = 0;
            for (int action = 0; action < _problem.Actions; action++)
            {
                sum += Elementary.Exp((q[action] - largest) / Temperature);
            }

            double value = largest + (Temperature * Elementary.Log(sum));
            change = Math.Max(change, Math.Abs(value - _values[state]));
            scale = Math.Max(scale, Math.Abs(value));
            _values[state] = value;
        }

        return (change, scale);
    }

    private void TakePolicy(ReadOnlySpan<double> rewards)
    {
        for (int state = 0; state < _values.Length; state++)
        {
            double sum = 0;
            for (int action = 0; action < _problem.Actions; action++)
            {
                int row = (state * _problem.Actions) + action;
                double q = rewards[row] + (_problem.Discount * Expected(_values, state, action));
                _logPolicy[row] = (q - _values[state]) / Temperature;
                _policy[row] = Elementary.Exp(_logPolicy[row]);
                sum += _policy[row];
            }

            for (int action = 0; action < _problem.Actions; action++)
            {
                _policy[(state * _problem.Actions) + action] /= sum;
            }
        }
    }
}
