using MarketSim.Learning.Algorithms;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Hierarchical;

/// <summary>A choice of the controller whose option is still acting: one step of a semi-Markov process that is not complete yet.</summary>
internal sealed class OpenChoice
{
    private const int FieldCount = 10;

    public bool IsOpen { get; private set; }

    /// <summary>The controller's observation.</summary>
    public float[] Observation { get; private set; } = [];

    public float[] Action { get; private set; } = [];

    /// <summary>The controller's recurrent state before it chose.</summary>
    public float[] StateBefore { get; private set; } = [];

    public float LogProbability { get; private set; }

    public float Value { get; private set; }

    /// <summary>Version of the controller's weights that chose.</summary>
    public long Version { get; private set; }

    /// <summary>Discounted sum of the task's rewards since the choice.</summary>
    public double Reward { get; private set; }

    /// <summary>Steps of the environment since the choice.</summary>
    public int Duration { get; private set; }

    /// <summary>Discount of the next step's reward.</summary>
    public double Discount { get; private set; }

    public void Begin(ReadOnlySpan<float> observation, ReadOnlySpan<float> action, ReadOnlySpan<float> stateBefore, float logProbability, float value, long version)
    {
        IsOpen = true;
        Observation = observation.ToArray();
        Action = action.ToArray();
        StateBefore = stateBefore.ToArray();
        (LogProbability, Value, Version) = (logProbability, value, version);
        (Reward, Duration, Discount) = (0, 0, 1);
    }

    /// <param name="reward">Of one step, by the task.</param>
    /// <param name="gamma">Of the controller, per step of the environment.</param>
    public void Add(double reward, double gamma)
    {
        Reward += Discount * reward;
        Discount *= gamma;
        Duration++;
    }

    /// <summary>Moves the step, which is complete, into a segment.</summary>
    public void MoveTo(TrajectoryBuilder segment)
    {
        segment.Add(Observation, Action, LogProbability, Value);
        segment.Reward(Reward, Duration);
        IsOpen = false;
    }

    public void Abandon() => IsOpen = false;

    public void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(FieldCount);
        writer.WriteBoolean(IsOpen);
        writer.WriteFloats(Observation);
        writer.WriteFloats(Action);
        writer.WriteFloats(StateBefore);
        writer.WriteDouble(LogProbability);
        writer.WriteDouble(Value);
        writer.WriteInt64(Version);
        writer.WriteDouble(Reward);
        writer.WriteInt64(Duration);
        writer.WriteDouble(Discount);
    }

    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        IsOpen = reader.ReadBoolean();
        Observation = reader.ReadFloatArray("observation of a choice");
        Action = reader.ReadFloatArray("choice");
        StateBefore = reader.ReadFloatArray("state before a choice");
        LogProbability = (float)reader.ReadDouble();
        Value = (float)reader.ReadDouble();
        Version = reader.ReadInt64();
        Reward = reader.ReadDouble();
        Duration = reader.ReadInt32();
        Discount = reader.ReadDouble();
    }
}
