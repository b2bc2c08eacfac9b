using MarketSim.Market.Accounts;
using MarketSim.Market.Orders;
using MarketSim.Numerics.Serialization;
using MarketSim.Results;

namespace MarketSim.Cluster.Wire.Elements;

/// <summary>Results of agents: an array of [account, position, orders, fills, traded lots, failures].</summary>
internal static class ResultsElement
{
    private const int FieldCount = 6;
    private const int MinBytes = 1 + 1 + 6 + 1 + 1 + 1 + 1;

    public static void Write(MessagePackWriter writer, IReadOnlyList<AgentResult> results)
    {
        writer.WriteArrayHeader(results.Count);
        foreach (AgentResult result in results)
        {
            writer.WriteArrayHeader(FieldCount);
            writer.WriteInt64(result.Account.Value);
            result.Position.Save(writer);
            writer.WriteInt64(result.Orders);
            writer.WriteInt64(result.Fills);
            writer.WriteInt64(result.TradedLots);
            writer.WriteInt64(result.Failures);
        }
    }

    public static AgentResult[] Read(ref MessagePackReader reader)
    {
        int count = BoundedArray.ReadHeader(ref reader, MinBytes);
        AgentResult[] results = count == 0 ? [] : new AgentResult[count];
        for (int i = 0; i < count; i++)
        {
            reader.ReadArrayHeader(FieldCount);
            var account = new AccountId(reader.ReadInt32());
            Position position = default;
            position.Restore(ref reader);
            results[i] = new AgentResult(account, position, reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt32());
        }

        return results;
    }
}
