using MarketSim.Learning.Algorithms;

namespace MarketSim.Learning.Hierarchical;

/// <summary>The steps of one row since its last trajectory, of one level of a hierarchy. Reused.</summary>
internal sealed class OpenSegment
{
    private readonly List<float> _observations = [];
    private readonly List<float> _actions = [];
    private readonly List<float> _logProbabilities = [];
    private readonly List<float> _values = [];
    private readonly List<float> _rewards = [];
    private readonly List<int> _durations = [];
    private float[] _initialState = [];
    private long _version;
    private double _initialReturn;

    public int Count => _values.Count;

    /// <param name="state">Before the first step.</param>
    /// <param name="version">Of the weights that act.</param>
    /// <param name="initialReturn">Discounted sum of the episode's rewards before.</param>
    public void Begin(float[] state, long version, double initialReturn)
    {
        _initialState = state;
        _version = version;
        _initialReturn = initialReturn;
    }

    public void Add(ReadOnlySpan<float> observation, ReadOnlySpan<float> action, float logProbability, float value)
    {
        _observations.AddRange(observation);
        _actions.AddRange(action);
        _logProbabilities.Add(logProbability);
        _values.Add(value);
    }

    public void Reward(double reward) => _rewards.Add((float)reward);

    /// <param name="duration">Steps of the environment that the step lasted.</param>
    public void Reward(double reward, int duration)
    {
        _rewards.Add((float)reward);
        _durations.Add(duration);
    }

    /// <summary>Takes the steps out.</summary>
    public Trajectory Take(ReadOnlySpan<float> finalObservation, float[] finalState, TrajectoryEnd end)
    {
        var trajectory = new Trajectory
        {
            PolicyVersion = _version,
            Length = Count,
            Observations = [.. _observations],
            Actions = [.. _actions],
            Rewards = [.. _rewards],
            LogProbabilities = [.. _logProbabilities],
            Values = [.. _values],
            FinalObservation = finalObservation.ToArray(),
            InitialState = _initialState,
            FinalState = finalState,
            End = end,
            InitialReturn = _initialReturn,
            Durations = _durations.Count > 0 ? [.. _durations] : null,
        };
        Clear();
        return trajectory;
    }

    public void Clear()
    {
        _observations.Clear();
        _actions.Clear();
        _logProbabilities.Clear();
        _values.Clear();
        _rewards.Clear();
        _durations.Clear();
        _initialState = [];
    }
}
