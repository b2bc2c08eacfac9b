using System.Runtime.InteropServices;
using MarketSim.Learning.Rollouts;
using MarketSim.Market.Orders;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Engine.Participants;

/// <summary>
/// Writes and reads trajectory segments: [tick, replica, account, weights version, version, end, length, initial return, observations, actions, rewards,
/// log-probabilities, values, final observation, initial state, final state], and of a controller of options the durations of its steps.
/// </summary>
public static class TrajectorySegmentCodec
{
    private const int FieldCount = 16;

    /// <summary>Writes a segment.</summary>
    public static void Write(MessagePackWriter writer, TrajectorySegment segment)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(segment);
        Trajectory steps = segment.Trajectory;
        writer.WriteArrayHeader(FieldCount + (steps.Durations is null ? 0 : 1));
        writer.WriteInt64(segment.Tick);
        writer.WriteInt64(segment.Replica);
        writer.WriteInt64(segment.Account.Value);
        writer.WriteInt64(segment.WeightsVersion);
        writer.WriteInt64(steps.PolicyVersion);
        writer.WriteInt64((int)steps.End);
        writer.WriteInt64(steps.Length);
        writer.WriteDouble(steps.InitialReturn);
        foreach (float[] row in new[]
        {
            steps.Observations, steps.Actions, steps.Rewards, steps.LogProbabilities, steps.Values, steps.FinalObservation, steps.InitialState, steps.FinalState,
        })
        {
            writer.WriteBytes(MemoryMarshal.AsBytes(row.AsSpan()));
        }

        if (steps.Durations is { } durations)
        {
            writer.WriteBytes(MemoryMarshal.AsBytes(durations.AsSpan()));
        }
    }

    /// <summary>Reads a segment.</summary>
    public static TrajectorySegment Read(ref MessagePackReader reader)
    {
        int fields = reader.ReadArrayHeader();
        if (fields is not (FieldCount or FieldCount + 1))
        {
            throw new InvalidDataException($"A trajectory segment has {fields} fields; it has {FieldCount}, or one more where its steps have durations.");
        }

        long tick = reader.ReadInt64();
        int replica = reader.ReadInt32();
        var account = new AccountId(reader.ReadInt32());
        long weightsVersion = reader.ReadInt64();
        var steps = new Trajectory
        {
            PolicyVersion = reader.ReadInt64(),
            End = (TrajectoryEnd)reader.ReadInt32(),
            Length = reader.ReadInt32(),
            InitialReturn = reader.ReadDouble(),
            Observations = TrainingMessageCodec.ReadFloats(ref reader),
            Actions = TrainingMessageCodec.ReadFloats(ref reader),
            Rewards = TrainingMessageCodec.ReadFloats(ref reader),
            LogProbabilities = TrainingMessageCodec.ReadFloats(ref reader),
            Values = TrainingMessageCodec.ReadFloats(ref reader),
            FinalObservation = TrainingMessageCodec.ReadFloats(ref reader),
            InitialState = TrainingMessageCodec.ReadFloats(ref reader),
            FinalState = TrainingMessageCodec.ReadFloats(ref reader),
        };
        if (fields > FieldCount)
        {
            steps = steps with { Durations = MemoryMarshal.Cast<byte, int>(reader.ReadBytes()).ToArray() };
        }

        return new TrajectorySegment(tick, replica, account, weightsVersion, steps);
    }
}
