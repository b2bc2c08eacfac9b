namespace MarketSim.Cluster.Store;

/// <summary>Splits contents into batches, so that no statement sends much and small contents are sent together.</summary>
internal static class ByteBatches
{
    /// <summary>Contents up to this are sent together; a longer one goes alone.</summary>
    public const int Bytes = 16 << 20;

    public static IEnumerable<List<T>> Of<T>(IEnumerable<T> items, Func<T, long> length)
    {
        List<T> batch = [];
        long bytes = 0;
        foreach (T item in items)
        {
            if (batch.Count > 0 && bytes + length(item) > Bytes)
            {
                yield return batch;
                batch = [];
                bytes = 0;
            }

            batch.Add(item);
            bytes += length(item);
        }

        if (batch.Count > 0)
        {
            yield return batch;
        }
    }
}
