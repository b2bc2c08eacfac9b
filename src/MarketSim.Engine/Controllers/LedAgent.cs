using System.Runtime.InteropServices;
using MarketSim.Agents.PolicyTrading;
using MarketSim.Learning.Algorithms;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Engine.Controllers;

/// <summary>What a controller remembers of one agent, or of one group, in an episode: the choice that is being executed, and the complete ones before it.</summary>
internal sealed class LedAgent
{
    private const int FieldCount = 16;
    private readonly List<float> _observations = [];
    private readonly List<float> _actions = [];
    private readonly List<float> _logProbabilities = [];
    private readonly List<float> _values = [];
    private readonly List<float> _rewards = [];
    private readonly List<int> _durations = [];
    private float[] _initialState = [];
    private float[] _observation = [];
    private float[] _action = [];
    private float[] _stateBefore = [];
    private float _logProbability;
    private float _value;
    private bool _isOpen;
    private PolicyVersion _version;

    /// <summary>A field, because drawing changes it.</summary>
    public RandomStream Random;

    /// <summary>Recurrent state of the controller's policy.</summary>
    public float[] State { get; set; } = [];

    /// <summary>Complete choices.</summary>
    public int Count => _rewards.Count;

    /// <summary>Of the weights that made the first complete choice.</summary>
    public PolicyVersion Version => _version;

    /// <summary>A choice is made.</summary>
    public void Choose(ReadOnlySpan<float> observation, ReadOnlySpan<float> action, float logProbability, float value, ReadOnlySpan<float> stateBefore, PolicyVersion version)
    {
        _isOpen = true;
        _observation = observation.ToArray();
        _action = action.ToArray();
        _stateBefore = stateBefore.ToArray();
        (_logProbability, _value) = (logProbability, value);
        _version = Count == 0 ? version : _version;
    }

    /// <summary>The option of the open choice has ended.</summary>
    /// <param name="duration">Decisions that it acted for; 0 when the agent knows of no choice, because it has begun anew: the choice is forgotten.</param>
    public void Complete(double reward, int duration)
    {
        if (_isOpen && duration > 0)
        {
            _initialState = Count == 0 ? _stateBefore : _initialState;
            _observations.AddRange(_observation);
            _actions.AddRange(_action);
            _logProbabilities.Add(_logProbability);
            _values.Add(_value);
            _rewards.Add((float)reward);
            _durations.Add(duration);
        }

        _isOpen = false;
    }

    /// <summary>Takes the complete choices out.</summary>
    /// <param name="finalObservation">What the controller sees behind the last one.</param>
    public Trajectory Take(ReadOnlySpan<float> finalObservation, TrajectoryEnd end)
    {
        var trajectory = new Trajectory
        {
            PolicyVersion = _version.Version,
            Length = Count,
            Observations = [.. _observations],
            Actions = [.. _actions],
            Rewards = [.. _rewards],
            LogProbabilities = [.. _logProbabilities],
            Values = [.. _values],
            FinalObservation = finalObservation.ToArray(),
            InitialState = _initialState,
            FinalState = State.ToArray(),
            End = end,
            Durations = [.. _durations],
        };
        _observations.Clear();
        _actions.Clear();
        _logProbabilities.Clear();
        _values.Clear();
        _rewards.Clear();
        _durations.Clear();
        return trajectory;
    }

    public void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(FieldCount);
        writer.WriteUInt64(Random.Position);
        writer.WriteInt64(_version.Publication);
        writer.WriteInt64(_version.Version);
        writer.WriteBoolean(_isOpen);
        writer.WriteDouble(_logProbability);
        writer.WriteDouble(_value);
        Write(writer, State);
        Write(writer, _observation);
        Write(writer, _action);
        Write(writer, _stateBefore);
        Write(writer, _initialState);
        Write(writer, CollectionsMarshal.AsSpan(_observations));
        Write(writer, CollectionsMarshal.AsSpan(_actions));
        Write(writer, CollectionsMarshal.AsSpan(_logProbabilities));
        Write(writer, CollectionsMarshal.AsSpan(_values));
        writer.WriteArrayHeader(2);
        Write(writer, CollectionsMarshal.AsSpan(_rewards));
        writer.WriteBytes(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_durations)));
    }

    /// <param name="stream">The stream of a position.</param>
    public void Restore(ref MessagePackReader reader, Func<ulong, RandomStream> stream)
    {
        reader.ReadArrayHeader(FieldCount);
        Random = stream(reader.ReadUInt64());
        _version = new PolicyVersion(reader.ReadInt64(), reader.ReadInt64());
        _isOpen = reader.ReadBoolean();
        _logProbability = (float)reader.ReadDouble();
        _value = (float)reader.ReadDouble();
        State = Read(ref reader);
        _observation = Read(ref reader);
        _action = Read(ref reader);
        _stateBefore = Read(ref reader);
        _initialState = Read(ref reader);
        _observations.AddRange(Read(ref reader));
        _actions.AddRange(Read(ref reader));
        _logProbabilities.AddRange(Read(ref reader));
        _values.AddRange(Read(ref reader));
        reader.ReadArrayHeader(2);
        _rewards.AddRange(Read(ref reader));
        _durations.AddRange(MemoryMarshal.Cast<byte, int>(reader.ReadBytes()));
    }

    private static void Write(MessagePackWriter writer, ReadOnlySpan<float> values) => writer.WriteBytes(MemoryMarshal.AsBytes(values));

    private static float[] Read(ref MessagePackReader reader) => MemoryMarshal.Cast<byte, float>(reader.ReadBytes()).ToArray();
}
