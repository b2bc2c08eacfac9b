using System.Runtime.InteropServices;
using MarketSim.Learning.Algorithms;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Agents.PolicyTrading;

/// <summary>The steps of one agent since its last trajectory segment; the last step's reward is still to come.</summary>
/// <param name="discount">Of a reward one decision later, 0 to 1.</param>
internal sealed class StepBuffer(double discount)
{
    private readonly List<float> _observations = [];
    private readonly List<float> _actions = [];
    private readonly List<float> _logProbabilities = [];
    private readonly List<float> _values = [];
    private readonly List<float> _rewards = [];
    private float[] _initialState = [];

    // Discounted sums of the episode's rewards, up to now and before the first step.
    private double _return;
    private double _initialReturn;

    /// <summary>Steps, the one without reward included.</summary>
    public int Count => _values.Count;

    public PolicyVersion Version { get; private set; }

    /// <summary>Steps whose reward is known.</summary>
    public int Rewarded => _rewards.Count;

    public void Add(
        ReadOnlySpan<float> observation, ReadOnlySpan<float> action, float logProbability, float value, ReadOnlySpan<float> stateBefore, PolicyVersion version)
    {
        if (Count == 0)
        {
            _initialState = stateBefore.ToArray();
            _initialReturn = _return;
            Version = version;
        }

        _observations.AddRange(observation);
        _actions.AddRange(action);
        _logProbabilities.Add(logProbability);
        _values.Add(value);
    }

    public void Reward(double reward)
    {
        _rewards.Add((float)reward);
        _return = (discount * _return) + reward;
    }

    /// <summary>Takes all steps out.</summary>
    public Trajectory Take(ReadOnlySpan<float> finalObservation, ReadOnlySpan<float> finalState, TrajectoryEnd end)
    {
        var trajectory = new Trajectory
        {
            PolicyVersion = Version.Version,
            Length = Count,
            Observations = [.. _observations],
            Actions = [.. _actions],
            Rewards = [.. _rewards],
            LogProbabilities = [.. _logProbabilities],
            Values = [.. _values],
            FinalObservation = finalObservation.ToArray(),
            InitialState = _initialState,
            FinalState = finalState.ToArray(),
            End = end,
            InitialReturn = _initialReturn,
        };
        Clear();
        _return = end == TrajectoryEnd.Cut ? _return : 0;
        return trajectory;
    }

    public void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(10);
        writer.WriteInt64(Version.Publication);
        writer.WriteInt64(Version.Version);
        Write(writer, _observations);
        Write(writer, _actions);
        Write(writer, _logProbabilities);
        Write(writer, _values);
        Write(writer, _rewards);
        writer.WriteBytes(MemoryMarshal.AsBytes(_initialState.AsSpan()));
        writer.WriteDouble(_return);
        writer.WriteDouble(_initialReturn);
    }

    public void Restore(ref MessagePackReader reader)
    {
        Clear();
        reader.ReadArrayHeader(10);
        Version = new PolicyVersion(reader.ReadInt64(), reader.ReadInt64());
        Read(ref reader, _observations);
        Read(ref reader, _actions);
        Read(ref reader, _logProbabilities);
        Read(ref reader, _values);
        Read(ref reader, _rewards);
        _initialState = MemoryMarshal.Cast<byte, float>(reader.ReadBytes()).ToArray();
        _return = reader.ReadDouble();
        _initialReturn = reader.ReadDouble();
    }

    private void Clear()
    {
        _observations.Clear();
        _actions.Clear();
        _logProbabilities.Clear();
        _values.Clear();
        _rewards.Clear();
        _initialState = [];
        Version = default;
    }

    private static void Write(MessagePackWriter writer, List<float> values) => writer.WriteBytes(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(values)));

    private static void Read(ref MessagePackReader reader, List<float> values) => values.AddRange(MemoryMarshal.Cast<byte, float>(reader.ReadBytes()));
}
