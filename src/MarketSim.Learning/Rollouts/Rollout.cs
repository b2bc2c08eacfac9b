
namespace MarketSim.Learning.Rollouts;

/// <summary>
/// Steps that an actor-critic learner updates from, flat, with the segments that they form. Filled by a collector, step by step, or from
/// trajectories. Reused: grows, never shrinks.
/// </summary>
internal sealed class Rollout(int observationSize, int actionSize, int stateSize)
{
    private static readonly Comparison<TrajectorySpan> ByStart = static (left, right) => left.Start.CompareTo(right.Start);
    private float[] _observations = [];
    private float[] _actions = [];
    private float[] _rewards = [];
    private float[] _logProbabilities = [];
    private float[] _values = [];
    private float[] _finalObservations = [];
    private float[] _initialStates = [];
    private float[] _finalStates = [];
    private TrajectorySpan[] _segments = [];
    private int[] _durations = [];

    public int ObservationSize => observationSize;

    public int ActionSize => actionSize;

    public int StateSize => stateSize;

    public int Steps { get; private set; }

    public int SegmentCount { get; private set; }

    /// <summary>Shape [steps, observation size], not normalised.</summary>
    public Span<float> Observations => _observations.AsSpan(0, Steps * observationSize);

    public Span<float> Actions => _actions.AsSpan(0, Steps * actionSize);

    public Span<float> Rewards => _rewards.AsSpan(0, Steps);

    public Span<float> LogProbabilities => _logProbabilities.AsSpan(0, Steps);

    public Span<float> Values => _values.AsSpan(0, Steps);

    /// <summary>Shape [steps]; environment steps that each step lasted. Empty where each lasted one.</summary>
    public Span<int> Durations => _durations.AsSpan(0, HasDurations ? Steps : 0);

    public bool HasDurations { get; private set; }

    public ReadOnlySpan<TrajectorySpan> Segments => _segments.AsSpan(0, SegmentCount);

    /// <summary>Shape [segments, observation size], by slot.</summary>
    public Span<float> FinalObservations => _finalObservations.AsSpan(0, SegmentCount * observationSize);

    /// <summary>Shape [segments, state size], by slot.</summary>
    public Span<float> InitialStates => _initialStates.AsSpan(0, SegmentCount * stateSize);

    /// <summary>Shape [segments, state size], by slot; with which final observations are to be valued.</summary>
    public Span<float> FinalStates => _finalStates.AsSpan(0, SegmentCount * stateSize);

    /// <summary>Removes all segments and resizes the buffers of steps, whose contents are undefined afterwards.</summary>
    public void Begin(int steps)
    {
        Steps = steps;
        SegmentCount = 0;
        HasDurations = false;
        Reserve(ref _observations, steps * observationSize, 0);
        Reserve(ref _actions, steps * actionSize, 0);
        Reserve(ref _rewards, steps, 0);
        Reserve(ref _logProbabilities, steps, 0);
        Reserve(ref _values, steps, 0);
    }

    public Span<float> Observation(int step) => _observations.AsSpan(step * observationSize, observationSize);

    public Span<float> Action(int step) => _actions.AsSpan(step * actionSize, actionSize);

    public Span<float> FinalObservation(int slot) => _finalObservations.AsSpan(slot * observationSize, observationSize);

    public Span<float> InitialState(int slot) => _initialStates.AsSpan(slot * stateSize, stateSize);

    public Span<float> FinalState(int slot) => _finalStates.AsSpan(slot * stateSize, stateSize);

    /// <summary>Adds a segment; its final observation and states are to be filled in by its slot.</summary>
    /// <returns>The slot.</returns>
    public int AddSegment(int start, int length, TrajectoryEnd end, long policyVersion, double initialReturn)
    {
        int slot = SegmentCount;
        int needed = slot + 1;
        Reserve(ref _segments, needed, slot);
        Reserve(ref _finalObservations, needed * observationSize, slot * observationSize);
        Reserve(ref _initialStates, needed * stateSize, slot * stateSize);
        Reserve(ref _finalStates, needed * stateSize, slot * stateSize);
        _segments[slot] = new TrajectorySpan(start, length, end, slot, policyVersion, initialReturn);
        SegmentCount = needed;
        return slot;
    }

    /// <summary>Brings segments, which were added as they ended, into the order of their steps.</summary>
    public void SortSegments() => _segments.AsSpan(0, SegmentCount).Sort(ByStart);

    /// <summary>Appends a trajectory after the steps that other segments take.</summary>
    /// <param name="start">Index of its first step.</param>
    public void Fill(int start, Trajectory trajectory)
    {
        trajectory.Observations.AsSpan().CopyTo(_observations.AsSpan(start * observationSize));
        trajectory.Actions.AsSpan().CopyTo(_actions.AsSpan(start * actionSize));
        trajectory.Rewards.AsSpan().CopyTo(_rewards.AsSpan(start));
        trajectory.LogProbabilities.AsSpan().CopyTo(_logProbabilities.AsSpan(start));
        trajectory.Values.AsSpan().CopyTo(_values.AsSpan(start));
        int slot = AddSegment(start, trajectory.Length, trajectory.End, trajectory.PolicyVersion, trajectory.InitialReturn);
        _segments[slot] = _segments[slot] with { FinalValue = trajectory.FinalValue };
        if (trajectory.Durations is { } durations)
        {
            BeginDurations();
            durations.CopyTo(_durations, start);
        }

        trajectory.FinalObservation.AsSpan().CopyTo(FinalObservation(slot));
        trajectory.InitialState.AsSpan().CopyTo(InitialState(slot));
        trajectory.FinalState.AsSpan().CopyTo(FinalState(slot));
    }

    private void BeginDurations()
    {
        if (!HasDurations)
        {
            HasDurations = true;
            Reserve(ref _durations, Steps, 0);
            _durations.AsSpan(0, Steps).Fill(1);
        }
    }

    private static void Reserve<T>(ref T[] array, int needed, int kept)
    {
        if (array.Length >= needed)
        {
            return;
        }

        var larger = new T[Math.Max(needed, array.Length * 2)];
        array.AsSpan(0, kept).CopyTo(larger);
        array = larger;
    }
}
