using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Hierarchical.Usage;

/// <summary>Rows of option usage as MessagePack: [steps, shares, mean rewards, duration, switch rate, entropy, state information, regime information, mean return].</summary>
internal static class UsageRows
{
    private const int FieldCount = 9;

    public static void Write(MessagePackWriter writer, OptionUsageRow row)
    {
        writer.WriteArrayHeader(FieldCount);
        writer.WriteInt64(row.Steps);
        StateArrays.Write(writer, [.. row.Shares]);
        StateArrays.Write(writer, [.. row.MeanRewards]);
        writer.WriteDouble(row.MeanDuration);
        writer.WriteDouble(row.SwitchRate);
        writer.WriteDouble(row.Entropy);
        writer.WriteDouble(row.StateInformation);
        if (row.RegimeInformation is { } information)
        {
            writer.WriteDouble(information);
        }
        else
        {
            writer.WriteNil();
        }

        writer.WriteDouble(row.MeanReturn);
    }

    public static OptionUsageRow Read(ref MessagePackReader reader, int options)
    {
        reader.ReadArrayHeader(FieldCount);
        long steps = reader.ReadInt64();
        double[] shares = new double[options];
        double[] rewards = new double[options];
        StateArrays.Read(ref reader, shares);
        StateArrays.Read(ref reader, rewards);
        return new OptionUsageRow(
            steps,
            shares,
            rewards,
            reader.ReadDouble(),
            reader.ReadDouble(),
            reader.ReadDouble(),
            reader.ReadDouble(),
            reader.TryReadNil() ? null : reader.ReadDouble())
        {
            MeanReturn = reader.ReadDouble(),
        };
    }
}
