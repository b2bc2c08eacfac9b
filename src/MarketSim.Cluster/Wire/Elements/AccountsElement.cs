using MarketSim.Market.Orders;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Cluster.Wire.Elements;

/// <summary>Accounts: an array of their numbers.</summary>
internal static class AccountsElement
{
    public static void Write(MessagePackWriter writer, IReadOnlyList<AccountId> accounts)
    {
        writer.WriteArrayHeader(accounts.Count);
        for (int i = 0; i < accounts.Count; i++)
        {
            writer.WriteInt64(accounts[i].Value);
        }
    }

    public static AccountId[] Read(ref MessagePackReader reader)
    {
        int count = BoundedArray.ReadHeader(ref reader, minBytes: 1);
        AccountId[] accounts = count == 0 ? [] : new AccountId[count];
        foreach (ref AccountId account in accounts.AsSpan())
        {
            account = new AccountId(reader.ReadInt32());
        }

        return accounts;
    }
}
