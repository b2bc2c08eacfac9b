namespace MarketSim.Cluster.Tests.Processes;

/// <summary>Stores of tests that the quick suite runs on one of them, and the long one on both.</summary>
public static class EachStore
{
    public static TheoryData<StoreKind> SqliteFirst => Of(StoreKind.Sqlite, StoreKind.Postgres);

    public static TheoryData<StoreKind> PostgresFirst => Of(StoreKind.Postgres, StoreKind.Sqlite);

    private static TheoryData<StoreKind> Of(StoreKind quick, StoreKind other)
    {
        var stores = new TheoryData<StoreKind> { quick };
        if (LongTests.AreAskedFor)
        {
            stores.Add(other);
        }

        return stores;
    }
}
