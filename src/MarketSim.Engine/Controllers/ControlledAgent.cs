using System.Runtime.InteropServices;
using MarketSim.Agents.PolicyTrading;
using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Rollouts;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Engine.Controllers;

/// <summary>A controller's record of one agent, or of one group, in an episode: the choice that is being executed, and the completed ones before it.</summary>
internal sealed class ControlledAgent
{
    private const int FieldCount = 17;

    // The completed choices, as steps of a trajectory of the controller.
    private readonly TrajectoryBuilder _completed = new();

    // The open choice: the step that the controller's policy took, whose reward is not known yet.
    private bool _isOpen;
    private float[] _observation = [];
    private float[] _action = [];
    private float[] _stateBefore = [];
    private float _logProbability;
    private float _value;
    private PolicyVersion _version;

    /// <summary>The stream that choices are drawn from. A field, because drawing changes it.</summary>
    public RandomStream Random;

    /// <summary>Recurrent state of the controller's policy.</summary>
    public float[] State { get; set; } = [];

    /// <summary>Number of completed choices since the last <see cref="Drain"/>.</summary>
    public int Count => _completed.Count;

    /// <summary>Version of the weights that made the first completed choice.</summary>
    public PolicyVersion Version => _version;

    /// <summary>True while a choice is being executed.</summary>
    public bool IsOpen => _isOpen;

    /// <summary>The option that is being executed, from 0.</summary>
    public int Option => (int)_action[0];

    /// <summary>The controller's observation when it chose.</summary>
    public ReadOnlySpan<float> Observation => _observation;

    /// <summary>Records a choice, which is open from now on.</summary>
    /// <param name="stateBefore">Recurrent state that the choice was made with.</param>
    public void Choose(ReadOnlySpan<float> observation, ReadOnlySpan<float> action, float logProbability, float value, ReadOnlySpan<float> stateBefore, PolicyVersion version)
    {
        _isOpen = true;
        _observation = observation.ToArray();
        _action = action.ToArray();
        _stateBefore = stateBefore.ToArray();
        (_logProbability, _value) = (logProbability, value);
        _version = Count == 0 ? version : _version;
    }

    /// <summary>Completes the open choice, whose option has ended; does nothing without one.</summary>
    /// <param name="reward">Discounted sum of the task's rewards while the option acted.</param>
    /// <param name="duration">Decisions that it acted for; 0 when the agent has restarted and executes no choice: the open one is discarded.</param>
    public void Complete(double reward, int duration)
    {
        if (_isOpen && duration > 0)
        {
            if (Count == 0)
            {
                _completed.Begin(_stateBefore, _version.Version, initialReturn: 0);
            }

            _completed.Add(_observation, _action, _logProbability, _value);
            _completed.Reward(reward, duration);
        }

        _isOpen = false;
    }

    /// <summary>Returns the completed choices as a trajectory, and removes them.</summary>
    /// <param name="finalObservation">The controller's observation after the last one.</param>
    public Trajectory Drain(ReadOnlySpan<float> finalObservation, TrajectoryEnd end) => _completed.Take(finalObservation, State.ToArray(), end);

    public void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(FieldCount);
        writer.WriteUInt64(Random.Position);
        writer.WriteInt64(_version.WeightsVersion);
        writer.WriteInt64(_version.Version);
        writer.WriteBoolean(_isOpen);
        writer.WriteDouble(_logProbability);
        writer.WriteDouble(_value);
        Write(writer, State);
        Write(writer, _observation);
        Write(writer, _action);
        Write(writer, _stateBefore);
        Write(writer, _completed.InitialState);
        _completed.SaveSteps(writer);
        _completed.SaveDurations(writer);
    }

    /// <param name="streamAt">Creates the agent's stream at a position.</param>
    public void Restore(ref MessagePackReader reader, Func<ulong, RandomStream> streamAt)
    {
        reader.ReadArrayHeader(FieldCount);
        Random = streamAt(reader.ReadUInt64());
        _version = new PolicyVersion(reader.ReadInt64(), reader.ReadInt64());
        _isOpen = reader.ReadBoolean();
        _logProbability = (float)reader.ReadDouble();
        _value = (float)reader.ReadDouble();
        State = Read(ref reader);
        _observation = Read(ref reader);
        _action = Read(ref reader);
        _stateBefore = Read(ref reader);
        float[] initialState = Read(ref reader);
        _completed.RestoreSteps(ref reader);
        _completed.RestoreDurations(ref reader);
        _completed.Begin(initialState, _version.Version, initialReturn: 0);
    }

    private static void Write(MessagePackWriter writer, ReadOnlySpan<float> values) => writer.WriteBytes(MemoryMarshal.AsBytes(values));

    private static float[] Read(ref MessagePackReader reader) => MemoryMarshal.Cast<byte, float>(reader.ReadBytes()).ToArray();
}
