using MarketSim.Learning.Environments;
using MarketSim.Learning.Imitation.Inverse;
using MarketSim.Learning.Spaces;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Environments.Tabular;

/// <summary>
/// A market small enough for an exact solution. The signal is the expected return of the next step and moves as a Markov chain, the cost of a unit traded has
/// a few levels, and the action is the position to take. Observation: the indices of signal, position and cost level.
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

    /// <summary>Creates the market of settings, which are checked; null for their defaults.</summary>
    public TabularMarket(TabularMarketSettings? settings = null)
    {
        _settings = (settings ?? new TabularMarketSettings()).Checked();
        _positions = (2 * _settings.MaximumPosition) + 1;
        ObservationSpace = new MultiDiscreteSpace(_settings.Signals.Count, _positions, _settings.CostLevels.Count);
        ActionSpace = new DiscreteSpace(_positions);
        Problem = CreateProblem();
    }

    /// <summary>The features of rewards, which are weighted sums: expected profit of the position, cost of the trade, square of the position, position, and 1 for a trade.</summary>
    public static IReadOnlyList<string> FeatureNames { get; } = ["profit", "cost", "risk", "position", "trade"];

    /// <inheritdoc/>
    public Space ObservationSpace { get; }

    /// <inheritdoc/>
    public Space ActionSpace { get; }

    /// <inheritdoc/>
    public TabularProblem Problem { get; }

    private int CostLevels => _settings.CostLevels.Count;

    private int States => _settings.Signals.Count * _positions * CostLevels;

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

        _state = Draw(Problem.Transitions(_state, taken));
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

    // Signal, position and cost level by index.
    private int StateOf(int signal, int position, int cost) => (((signal * _positions) + position) * CostLevels) + cost;

    private (int Signal, int Position, int Cost) IndicesOf(int state) => (state / (_positions * CostLevels), state / CostLevels % _positions, state % CostLevels);

    private int Draw(ReadOnlySpan<Transition> transitions)
    {
        double rest = _random.NextDouble();
        foreach (Transition transition in transitions)
        {
            rest -= transition.Probability;
            if (rest < 0)
            {
                return transition.State;
            }
        }

        return transitions[^1].State;
    }

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
        (int signal, int position, int cost) = IndicesOf(_state);
        observation[0] = signal;
        observation[1] = position;
        observation[2] = cost;
    }

    private TabularProblem CreateProblem()
    {
        double[] features = new double[States * _positions * FeatureNames.Count];
        var transitions = new List<IReadOnlyList<Transition>>();
        double[] initial = new double[States];
        for (int state = 0; state < States; state++)
        {
            (int signal, int positionIndex, int cost) = IndicesOf(state);
            int position = positionIndex - _settings.MaximumPosition;
            initial[state] = position == 0 ? 1.0 / (_settings.Signals.Count * CostLevels) : 0;
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

                // The action is the index of the next position.
                transitions.Add(TransitionsTo(action, signal, cost));
            }
        }

        return new TabularProblem(States, _positions, FeatureNames, _settings.Discount, features, transitions, initial);
    }

    private List<Transition> TransitionsTo(int position, int signal, int cost)
    {
        var next = new List<Transition>();
        foreach ((int toSignal, double signalProbability) in SignalMoves(signal))
        {
            for (int toCost = 0; toCost < CostLevels; toCost++)
            {
                double costProbability = CostLevels == 1
                    ? 1
                    : toCost == cost ? _settings.CostPersistence : (1 - _settings.CostPersistence) / (CostLevels - 1);
                if (signalProbability * costProbability > 0)
                {
                    next.Add(new Transition(StateOf(toSignal, position, toCost), signalProbability * costProbability));
                }
            }
        }

        return next;
    }

    private IEnumerable<(int Signal, double Probability)> SignalMoves(int signal)
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
