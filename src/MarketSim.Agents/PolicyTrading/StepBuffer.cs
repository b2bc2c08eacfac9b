using System.Runtime.InteropServices;
using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Rollouts;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Agents.PolicyTrading;

/// <summary>The steps of one agent since its last trajectory segment; the last step's reward may not be known yet.</summary>
/// <param name="discount">Discount of a reward one decision later, 0 to 1.</param>
internal sealed class StepBuffer(double discount)
{
    private readonly TrajectoryBuilder _steps = new();

    // Discounted sums of the episode's rewards, up to now and before the first step of the segment.
    private double _return;
    private double _initialReturn;

    /// <summary>Number of steps, one without a reward included.</summary>
    public int Count => _steps.Count;

    /// <summary>Version of the weights that took the first step.</summary>
    public PolicyVersion Version { get; private set; }

    /// <summary>Number of steps whose reward is known.</summary>
    public int Rewarded => _steps.Rewarded;

    public void Add(
        ReadOnlySpan<float> observation, ReadOnlySpan<float> action, float logProbability, float value, ReadOnlySpan<float> stateBefore, PolicyVersion version)
    {
        if (Count == 0)
        {
            _initialReturn = _return;
            Version = version;
            _steps.Begin(stateBefore.ToArray(), version.Version, _initialReturn);
        }

        _steps.Add(observation, action, logProbability, value);
    }

    public void Reward(double reward)
    {
        _steps.Reward(reward);
        _return = (discount * _return) + reward;
    }

    /// <summary>Returns all steps as a trajectory, and removes them.</summary>
    public Trajectory Take(ReadOnlySpan<float> finalObservation, ReadOnlySpan<float> finalState, TrajectoryEnd end)
    {
        Trajectory trajectory = _steps.Take(finalObservation, finalState.ToArray(), end);
        Version = default;
        _return = end == TrajectoryEnd.Cut ? _return : 0;
        return trajectory;
    }

    public void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(10);
        writer.WriteInt64(Version.WeightsVersion);
        writer.WriteInt64(Version.Version);
        _steps.SaveSteps(writer);
        writer.WriteBytes(MemoryMarshal.AsBytes(_steps.InitialState));
        writer.WriteDouble(_return);
        writer.WriteDouble(_initialReturn);
    }

    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(10);
        Version = new PolicyVersion(reader.ReadInt64(), reader.ReadInt64());
        _steps.RestoreSteps(ref reader);
        float[] initialState = MemoryMarshal.Cast<byte, float>(reader.ReadBytes()).ToArray();
        _return = reader.ReadDouble();
        _initialReturn = reader.ReadDouble();
        _steps.Begin(initialState, Version.Version, _initialReturn);
    }
}
