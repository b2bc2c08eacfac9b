namespace MarketSim.Learning.Imitation.Inverse;

/// <summary>
/// A decision problem of finitely many states and actions whose transitions are known: what inverse learning solves exactly. Rewards are functions of features of
/// a state and an action; the problem holds the features, not the reward.
/// </summary>
public sealed class TabularProblem
{
    private readonly Transition[] _transitions;
    private readonly int[] _first;
    private readonly double[] _features;
    private readonly double[] _initial;

    /// <param name="states">At least 1.</param>
    /// <param name="actions">At least 1; all are allowed in every state.</param>
    /// <param name="featureNames">At least one.</param>
    /// <param name="discount">0 to below 1, per step.</param>
    /// <param name="features">Shape [states, actions, features]; finite.</param>
    /// <param name="transitions">For each state and action, row by row: where they lead. Probabilities of one sum to 1.</param>
    /// <param name="initial">Shape [states]: probabilities of the first state.</param>
    /// <exception cref="ArgumentException">A shape or a probability is wrong.</exception>
    public TabularProblem(
        int states, int actions, IReadOnlyList<string> featureNames, double discount, double[] features, IReadOnlyList<IReadOnlyList<Transition>> transitions, double[] initial)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(states, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(actions, 1);
        ArgumentNullException.ThrowIfNull(featureNames);
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(transitions);
        ArgumentNullException.ThrowIfNull(initial);
        if (!(discount is >= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(discount), discount, "A discount is 0 or more and less than 1, e.g. 0.95.");
        }

        if (featureNames.Count == 0 || features.Length != states * actions * featureNames.Count || transitions.Count != states * actions || initial.Length != states)
        {
            throw new ArgumentException(
                $"A problem of {states} states, {actions} actions and {featureNames.Count} features has {states * actions * featureNames.Count} numbers of features, {states * actions} lists of transitions and {states} initial probabilities; got {features.Length}, {transitions.Count} and {initial.Length}.",
                nameof(features));
        }

        if (features.AsSpan().ContainsAnyExceptInRange(double.MinValue, double.MaxValue))
        {
            throw new ArgumentException("A feature is not a finite number.", nameof(features));
        }

        RequireDistribution(initial, "initial states");
        States = states;
        Actions = actions;
        FeatureNames = featureNames;
        Discount = discount;
        _features = [.. features];
        _initial = [.. initial];
        _first = new int[transitions.Count + 1];
        var all = new List<Transition>();
        for (int row = 0; row < transitions.Count; row++)
        {
            RequireDistribution([.. transitions[row].Select(static transition => transition.Probability)], $"transitions of state {row / actions}, action {row % actions}");
            if (transitions[row].Any(transition => transition.State < 0 || transition.State >= states))
            {
                throw new ArgumentException($"State {row / actions}, action {row % actions} leads to a state that there is not; states are 0 to {states - 1}.", nameof(transitions));
            }

            _first[row] = all.Count;
            all.AddRange(transitions[row]);
        }

        _first[^1] = all.Count;
        _transitions = [.. all];
    }

    /// <summary>Number of states.</summary>
    public int States { get; }

    /// <summary>Number of actions.</summary>
    public int Actions { get; }

    /// <summary>Names of the features.</summary>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>Discount per step.</summary>
    public double Discount { get; }

    /// <summary>Shape [states, actions, features].</summary>
    public ReadOnlySpan<double> AllFeatures => _features;

    /// <summary>Shape [states].</summary>
    public ReadOnlySpan<double> Initial => _initial;

    /// <summary>Features of one state and action.</summary>
    public ReadOnlySpan<double> Features(int state, int action) => _features.AsSpan(((state * Actions) + action) * FeatureNames.Count, FeatureNames.Count);

    /// <summary>The distribution of the next state, given a state and an action.</summary>
    public ReadOnlySpan<Transition> Transitions(int state, int action)
    {
        int row = (state * Actions) + action;
        return _transitions.AsSpan(_first[row].._first[row + 1]);
    }

    /// <summary>The same problem with features of mean 0 and deviation 1 over all states and actions.</summary>
    /// <remarks>A feature that is the same everywhere decides nothing; it stays as it is and is found by the check of what can be told apart.</remarks>
    public TabularProblem Standardized() => With(FeatureScale.Of(this));

    /// <summary>The same problem with features in another scale, e.g. that of the problem whose reward was found.</summary>
    public TabularProblem With(FeatureScale scale)
    {
        ArgumentNullException.ThrowIfNull(scale);
        double[] features = new double[_features.Length];
        int count = FeatureNames.Count;
        for (int i = 0; i < features.Length; i++)
        {
            features[i] = (_features[i] - scale.Means[i % count]) / scale.Deviations[i % count];
        }

        return new TabularProblem(
            States, Actions, FeatureNames, Discount, features, [.. Enumerable.Range(0, States * Actions).Select(row => (IReadOnlyList<Transition>)_transitions[_first[row].._first[row + 1]])], _initial);
    }

    private static void RequireDistribution(ReadOnlySpan<double> probabilities, string what)
    {
        double sum = 0;
        foreach (double probability in probabilities)
        {
            sum += probability >= 0 ? probability : double.NaN;
        }

        if (!(Math.Abs(sum - 1) <= 1e-9))
        {
            throw new ArgumentException($"Probabilities of {what} sum to {sum}; they must be 0 or more and sum to 1.", nameof(probabilities));
        }
    }
}

/// <summary>A state that may follow.</summary>
public readonly record struct Transition(int State, double Probability);

/// <summary>Means and deviations of features.</summary>
/// <param name="Means">Shape [features].</param>
/// <param name="Deviations">Shape [features], greater than 0.</param>
public sealed record FeatureScale(IReadOnlyList<double> Means, IReadOnlyList<double> Deviations)
{
    /// <summary>Over all states and actions of a problem, each counted once.</summary>
    public static FeatureScale Of(TabularProblem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        int count = problem.FeatureNames.Count;
        int rows = problem.States * problem.Actions;
        double[] means = new double[count];
        double[] deviations = new double[count];
        for (int k = 0; k < count; k++)
        {
            for (int row = 0; row < rows; row++)
            {
                means[k] += problem.AllFeatures[(row * count) + k] / rows;
            }

            for (int row = 0; row < rows; row++)
            {
                double deviation = problem.AllFeatures[(row * count) + k] - means[k];
                deviations[k] += deviation * deviation / rows;
            }

            deviations[k] = deviations[k] > 1e-18 ? Math.Sqrt(deviations[k]) : 1;
        }

        return new FeatureScale(means, deviations);
    }
}
