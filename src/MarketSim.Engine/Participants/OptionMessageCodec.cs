using System.Runtime.InteropServices;
using MarketSim.Agents.PolicyTrading;
using MarketSim.Learning.Hierarchical;
using MarketSim.Learning.Rollouts;
using MarketSim.Market.Orders;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Engine.Participants;

/// <summary>
/// Writes and reads the fields of option reports and choices. Reports: an array of [account, end or -1, duration, reward, observation]. Choices: the policy,
/// then an array of [account, option, duration]. Both without the header and the kind, which <see cref="TrainingMessageCodec"/> writes.
/// </summary>
internal static class OptionMessageCodec
{
    private const int FieldsOfReport = 5;
    private const int FieldsOfChoice = 3;

    public static void WriteReports(MessagePackWriter writer, IReadOnlyList<AgentOptionReport> reports)
    {
        writer.WriteArrayHeader(reports.Count);
        foreach ((AccountId account, OptionReport report) in reports)
        {
            writer.WriteArrayHeader(FieldsOfReport);
            writer.WriteInt64(account.Value);
            writer.WriteInt64(report.End is { } end ? (int)end : -1);
            writer.WriteInt64(report.Duration);
            writer.WriteDouble(report.Reward);
            writer.WriteBytes(MemoryMarshal.AsBytes(report.Observation.AsSpan()));
        }
    }

    /// <exception cref="InvalidDataException">The bytes are damaged.</exception>
    public static IReadOnlyList<AgentOptionReport> ReadReports(ref MessagePackReader reader)
    {
        int count = reader.ReadArrayHeader();
        var reports = new List<AgentOptionReport>();
        for (int i = 0; i < count; i++)
        {
            reader.ReadArrayHeader(FieldsOfReport);
            var account = new AccountId(reader.ReadInt32());
            int end = reader.ReadInt32();
            int duration = reader.ReadInt32();
            double reward = reader.ReadDouble();
            float[] observation = TrainingMessageCodec.ReadFloats(ref reader);
            reports.Add(new AgentOptionReport(account, new OptionReport(observation, reward, duration, EndOf(end))));
        }

        return reports;
    }

    public static void WriteChoices(MessagePackWriter writer, OptionChoices choices)
    {
        writer.WriteString(choices.Policy);
        writer.WriteArrayHeader(choices.Choices.Count);
        foreach ((AccountId account, OptionChoice choice) in choices.Choices)
        {
            writer.WriteArrayHeader(FieldsOfChoice);
            writer.WriteInt64(account.Value);
            writer.WriteInt64(choice.Option);
            writer.WriteInt64(choice.Duration);
        }
    }

    /// <exception cref="InvalidDataException">The bytes are damaged.</exception>
    public static OptionChoices ReadChoices(ref MessagePackReader reader)
    {
        string policy = reader.ReadString();
        int count = reader.ReadArrayHeader();
        var choices = new List<AgentOptionChoice>();
        for (int i = 0; i < count; i++)
        {
            reader.ReadArrayHeader(FieldsOfChoice);
            choices.Add(new AgentOptionChoice(new AccountId(reader.ReadInt32()), new OptionChoice(reader.ReadInt32(), reader.ReadInt32())));
        }

        return new OptionChoices(policy, choices);
    }

    private static TrajectoryEnd? EndOf(int end)
    {
        if (end == -1)
        {
            return null;
        }

        var known = (TrajectoryEnd)end;
        return Enum.IsDefined(known) ? known : throw new InvalidDataException($"The end of an option's report is {end}, which is no {nameof(TrajectoryEnd)}; the bytes are damaged.");
    }
}
