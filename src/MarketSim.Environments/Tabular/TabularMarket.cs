using MarketSim.Learning.Environments;
using MarketSim.Learning.Imitation.Inverse;
using MarketSim.Learning.Spaces;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Environments.Tabular;

/// <summary>
/// A market small enough to be solved exactly. The signal is the expected return of the next step and moves as a Markov chain, the cost of a unit traded has a few
/// levels, and the action is the position to have. Observation: the numbers of signal, position and cost level.
/// </summary>
public sealed class TabularMarket : ITabularEnvironment
{
    private const int SavedFields = 5;
    private readonly TabularMarketSettings _settings;
    private readonly int _positions;
    private RandomStream _random;
    private int _state;
    private int _steps;
    private ulong _seed;
    private bool _isUnderWay;

    /// <summary>Made from settings, which are checked; null for their defaults where they may be left out.</summary>
    public TabularMarket(TabularMarketSettings? settings = null)
    {
        _settings = (settings ?? new TabularMarketSettings()).Checked();
        _positions = (2 * _settings.MaximumPosition) + 1;
        ObservationSpace = new MultiDiscreteSpace(_settings.Signals.Count, _positions, _settings.CostLevels.Count);
        ActionSpace = new DiscreteSpace(_positions);
        Problem = CreateProblem();
    }

    /// <summary>The features that rewards are weighted sums of: expected profit of the position, cost of the trade, square of the position, position, and whether there is a trade.</summary>
    public static IReadOnlyList<string> FeatureNames { get; } = ["profit", "cost", "risk", "position", "trade"];

    /// <inheritdoc/>
    public Space ObservationSpace { get; }

    /// <inheritdoc/>
    public Space ActionSpace { get; }

    /// <inheritdoc/>
    public TabularProblem Problem { get; }

    private int States => _settings.Signals.Count * _positions * _settings.CostLevels.Count;

    /// <inheritdoc/>
    public int StateOf(ReadOnlySpan<float> observation)
    {
        EnvironmentGuard.RequireObservation(ObservationSpace, observation);
        return StateOf((int)observation[0], (int)observation[1], (int)observation[2]);
    }

    /// <inheritdoc/>
    public void Reset(ulong seed, Span<float> observation)
    {
        _seed = seed;
        _random = new RandomStream(seed, RandomPurpose.Environment, group: 0, index: 0);
        _state = Draw(Problem.Initial);
        _steps = 0;
        _isUnderWay = true;
        Observe(observation);
    }

    /// <inheritdoc/>
    public StepResult Step(ReadOnlySpan<float> action, Span<float> observation)
    {
        EnvironmentGuard.RequireEpisode(_isUnderWay);
        EnvironmentGuard.RequireAction(ActionSpace, action);
        int taken = (int)action[0];
        double reward = 0;
        ReadOnlySpan<double> features = Problem.Features(_state, taken);
        for (int k = 0; k < features.Length; k++)
        {
            reward += _settings.RewardWeights[k] * features[k];
        }

        double rest = _random.NextDouble();
        ReadOnlySpan<Transition> transitions = Problem.Transitions(_state, taken);
        _state = transitions[^1].State;
        foreach (Transition transition in transitions)
        {
            rest -= transition.Probability;
            if (rest < 0)
            {
                _state = transition.State;
                break;
            }
        }

        _steps++;
        _isUnderWay = _steps < _settings.EpisodeSteps;
        Observe(observation);
        return new StepResult(reward, Terminated: false, Truncated: !_isUnderWay);
    }

    /// <inheritdoc/>
    public void Save(MessagePackWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(SavedFields);
        writer.WriteUInt64(_seed);
        writer.WriteUInt64(_random.Position);
        writer.WriteInt64(_state);
        writer.WriteInt64(_steps);
        writer.WriteBoolean(_isUnderWay);
    }

    /// <inheritdoc/>
    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(SavedFields);
        _seed = reader.ReadUInt64();
        _random = new RandomStream(_seed, RandomPurpose.Environment, group: 0, index: 0, reader.ReadUInt64());
        _state = reader.ReadInt32();
        _steps = reader.ReadInt32();
        _isUnderWay = reader.ReadBoolean();
    }

    private int StateOf(int signal, int position, int cost) => (((signal * _positions) + position) * _settings.CostLevels.Count) + cost;

    private int Draw(ReadOnlySpan<double> probabilities)
    {
        double rest = _random.NextDouble();
        for (int state = 0; state < probabilities.Length - 1; state++)
        {
            rest -= probabilities[state];
            if (rest < 0)
            {
                return state;
            }
        }

        return probabilities.Length - 1;
    }

    private void Observe(Span<float> observation)
    {
        EnvironmentGuard.RequireObservation(ObservationSpace, observation);
        int costs = _settings.CostLevels.Count;
        observation[0] = _state / (_positions * costs);
        observation[1] = _state / costs % _positions;
        observation[2] = _state % costs;
    }

    private TabularProblem CreateProblem()
    {
        double[] features = new double[States * _positions * FeatureNames.Count];
        var transitions = new List<IReadOnlyList<Transition>>();
        double[] initial = new double[States];
        for (int state = 0; state < States; state++)
        {
            int costs = _settings.CostLevels.Count;
            int signal = state / (_positions * costs);
            int position = (state / costs % _positions) - _settings.MaximumPosition;
            int cost = state % costs;
            initial[state] = position == 0 ? 1.0 / (_settings.Signals.Count * costs) : 0;
            for (int action = 0; action < _positions; action++)
            {
                int target = action - _settings.MaximumPosition;
                double[] row =
                [
                    _settings.Signals[signal] * target,
                    _settings.CostLevels[cost] * Math.Abs(target - position),
                    target * target,
                    target,
                    target == position ? 0 : 1,
                ];
                row.CopyTo(features, ((state * _positions) + action) * row.Length);
                transitions.Add(Next(signal, action, cost));
            }
        }

        return new TabularProblem(States, _positions, FeatureNames, _settings.Discount, features, transitions, initial);
    }

    private List<Transition> Next(int signal, int position, int cost)
    {
        var next = new List<Transition>();
        foreach ((int toSignal, double signalProbability) in Moves(signal))
        {
            for (int toCost = 0; toCost < _settings.CostLevels.Count; toCost++)
            {
                double costProbability = _settings.CostLevels.Count == 1
                    ? 1
                    : toCost == cost ? _settings.CostPersistence : (1 - _settings.CostPersistence) / (_settings.CostLevels.Count - 1);
                if (signalProbability * costProbability > 0)
                {
                    next.Add(new Transition(StateOf(toSignal, position, toCost), signalProbability * costProbability));
                }
            }
        }

        return next;
    }

    private IEnumerable<(int Signal, double Probability)> Moves(int signal)
    {
        int last = _settings.Signals.Count - 1;
        double away = 1 - _settings.SignalPersistence;
        yield return (signal, _settings.SignalPersistence);
        if (signal > 0)
        {
            yield return (signal - 1, signal == last ? away : away / 2);
        }

        if (signal < last)
        {
            yield return (signal + 1, signal == 0 ? away : away / 2);
        }
    }
}
