using System.Runtime.InteropServices;
using MarketSim.Agents.PolicyTrading;
using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Rollouts;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Engine.Controllers;

/// <summary>A controller's memory of one agent, or of one group, in an episode: the choice that is being executed, and the complete ones before it.</summary>
internal sealed class LedAgent
{
    private const int FieldCount = 17;
    private readonly TrajectoryBuilder _choices = new();
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
    public int Count => _choices.Count;

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

    /// <summary>Whether a choice is being executed.</summary>
    public bool IsOpen => _isOpen;

    /// <summary>The option that is being executed, from 0.</summary>
    public int Option => (int)_action[0];

    /// <summary>The controller's observation when it chose.</summary>
    public ReadOnlySpan<float> Observation => _observation;

    /// <summary>The option of the open choice has ended.</summary>
    /// <param name="duration">Decisions that it acted for; 0 when the agent knows of no choice, because it has restarted: the choice is discarded.</param>
    public void Complete(double reward, int duration)
    {
        if (_isOpen && duration > 0)
        {
            if (Count == 0)
            {
                _choices.Begin(_stateBefore, _version.Version, initialReturn: 0);
            }

            _choices.Add(_observation, _action, _logProbability, _value);
            _choices.Reward(reward, duration);
        }

        _isOpen = false;
    }

    /// <summary>Takes the complete choices out.</summary>
    /// <param name="finalObservation">What the controller sees behind the last one.</param>
    public Trajectory Take(ReadOnlySpan<float> finalObservation, TrajectoryEnd end) => _choices.Take(finalObservation, State.ToArray(), end);

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
        Write(writer, _choices.InitialState);
        _choices.SaveSteps(writer);
        _choices.SaveDurations(writer);
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
        float[] initialState = Read(ref reader);
        _choices.RestoreSteps(ref reader);
        _choices.RestoreDurations(ref reader);
        _choices.Begin(initialState, _version.Version, initialReturn: 0);
    }

    private static void Write(MessagePackWriter writer, ReadOnlySpan<float> values) => writer.WriteBytes(MemoryMarshal.AsBytes(values));

    private static float[] Read(ref MessagePackReader reader) => MemoryMarshal.Cast<byte, float>(reader.ReadBytes()).ToArray();
}
