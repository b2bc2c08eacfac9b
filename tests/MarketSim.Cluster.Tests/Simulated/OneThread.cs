namespace MarketSim.Cluster.Tests.Simulated;

/// <summary>Keeps what is simulated on the thread of the caller.</summary>
internal static class OneThread
{
    /// <summary>With a synchronisation context, as tests have one, continuations of tasks would leave this thread.</summary>
    public static T Run<T>(Func<T> simulation)
    {
        SynchronizationContext? before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            return simulation();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }
}
