using System.Runtime.InteropServices;
using MarketSim.Agents.PolicyTrading;
using MarketSim.Learning.Algorithms;
using MarketSim.Market.Orders;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Simulation.Training;

/// <summary>
/// [tick, account, publication, version, end, length, initial return, observations, actions, rewards, log-probabilities, values, final observation, initial state, final
/// state]; rows of floats are the bytes of their floats, little-endian.
/// </summary>
internal static class ExperienceEncoding
{
    private const int FieldCount = 15;

    public static void Write(MessagePackWriter writer, Experience experience)
    {
        Trajectory steps = experience.Trajectory;
        writer.WriteArrayHeader(FieldCount);
        writer.WriteInt64(experience.Tick);
        writer.WriteInt64(experience.Account.Value);
        writer.WriteInt64(experience.Publication);
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
    }

    public static Experience Read(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        long tick = reader.ReadInt64();
        var account = new AccountId(reader.ReadInt32());
        long publication = reader.ReadInt64();
        var steps = new Trajectory
        {
            PolicyVersion = reader.ReadInt64(),
            End = (TrajectoryEnd)reader.ReadInt32(),
            Length = reader.ReadInt32(),
            InitialReturn = reader.ReadDouble(),
            Observations = Floats(ref reader),
            Actions = Floats(ref reader),
            Rewards = Floats(ref reader),
            LogProbabilities = Floats(ref reader),
            Values = Floats(ref reader),
            FinalObservation = Floats(ref reader),
            InitialState = Floats(ref reader),
            FinalState = Floats(ref reader),
        };
        return new Experience(tick, account, publication, steps);
    }

    private static float[] Floats(ref MessagePackReader reader) => MemoryMarshal.Cast<byte, float>(reader.ReadBytes()).ToArray();
}
