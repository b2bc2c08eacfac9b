using System.Runtime.InteropServices;
using MarketSim.Learning.Algorithms;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Agents.PolicyTrading;

/// <summary>The steps of one agent since it last handed its experience over; the last step's reward is still to come.</summary>
internal sealed class StepBuffer
{
    private readonly List<float> _observations = [];
    private readonly List<float> _actions = [];
    private readonly List<float> _logProbabilities = [];
    private readonly List<float> _values = [];
    private readonly List<float> _rewards = [];
    private float[] _initialState = [];

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
            Version = version;
        }

        _observations.AddRange(observation);
        _actions.AddRange(action);
        _logProbabilities.Add(logProbability);
        _values.Add(value);
    }

    public void Reward(double reward) => _rewards.Add((float)reward);

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
        };
        Clear();
        return trajectory;
    }

    public void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(8);
        writer.WriteInt64(Version.Publication);
        writer.WriteInt64(Version.Version);
        Write(writer, _observations);
        Write(writer, _actions);
        Write(writer, _logProbabilities);
        Write(writer, _values);
        Write(writer, _rewards);
        writer.WriteBytes(MemoryMarshal.AsBytes(_initialState.AsSpan()));
    }

    public void Restore(ref MessagePackReader reader)
    {
        Clear();
        reader.ReadArrayHeader(8);
        Version = new PolicyVersion(reader.ReadInt64(), reader.ReadInt64());
        Read(ref reader, _observations);
        Read(ref reader, _actions);
        Read(ref reader, _logProbabilities);
        Read(ref reader, _values);
        Read(ref reader, _rewards);
        _initialState = MemoryMarshal.Cast<byte, float>(reader.ReadBytes()).ToArray();
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
