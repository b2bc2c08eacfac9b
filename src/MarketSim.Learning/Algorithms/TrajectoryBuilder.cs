using System.Runtime.InteropServices;
using MarketSim.Learning.Rollouts;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Algorithms;

/// <summary>Collects the steps of one agent, or of one level of it, into trajectories. Reused: taking a trajectory empties it.</summary>
public sealed class TrajectoryBuilder
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

    /// <summary>Steps, those without reward included.</summary>
    public int Count => _values.Count;

    /// <summary>Steps whose reward is known.</summary>
    public int Rewarded => _rewards.Count;

    /// <summary>Recurrent state before the first step.</summary>
    public ReadOnlySpan<float> InitialState => _initialState;

    /// <summary>Begins a trajectory.</summary>
    /// <param name="state">Recurrent state before the first step; is kept.</param>
    /// <param name="version">Of the weights that act.</param>
    /// <param name="initialReturn">Discounted sum of the episode's rewards before the first step.</param>
    public void Begin(float[] state, long version, double initialReturn)
    {
        _initialState = state;
        _version = version;
        _initialReturn = initialReturn;
    }

    /// <summary>Adds a step without its reward.</summary>
    public void Add(ReadOnlySpan<float> observation, ReadOnlySpan<float> action, float logProbability, float value)
    {
        _observations.AddRange(observation);
        _actions.AddRange(action);
        _logProbabilities.Add(logProbability);
        _values.Add(value);
    }

    /// <summary>The reward of the earliest step that has none.</summary>
    public void Reward(double reward) => _rewards.Add((float)reward);

    /// <param name="duration">Environment steps that the step lasted, at least 1.</param>
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

    /// <summary>Drops all steps.</summary>
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

    /// <summary>Saves the steps as five blocks of floats: observations, actions, log-probabilities, values and rewards. Durations and what <see cref="Begin"/> was given are the owner's to save.</summary>
    public void SaveSteps(MessagePackWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        foreach (List<float> block in (ReadOnlySpan<List<float>>)[_observations, _actions, _logProbabilities, _values, _rewards])
        {
            writer.WriteBytes(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(block)));
        }
    }

    /// <summary>Restores what <see cref="SaveSteps"/> wrote; <see cref="Begin"/> is to follow.</summary>
    public void RestoreSteps(ref MessagePackReader reader)
    {
        Clear();
        foreach (List<float> block in (ReadOnlySpan<List<float>>)[_observations, _actions, _logProbabilities, _values, _rewards])
        {
            block.AddRange(MemoryMarshal.Cast<byte, float>(reader.ReadBytes()));
        }
    }

    /// <summary>Writes the durations of steps.</summary>
    public void SaveDurations(MessagePackWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteBytes(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_durations)));
    }

    /// <summary>Restores the durations of steps.</summary>
    public void RestoreDurations(ref MessagePackReader reader)
    {
        _durations.Clear();
        _durations.AddRange(MemoryMarshal.Cast<byte, int>(reader.ReadBytes()));
    }
}
