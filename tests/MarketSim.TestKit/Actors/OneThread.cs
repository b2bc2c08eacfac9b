namespace MarketSim.TestKit.Actors;

/// <summary>Keeps what is simulated on the thread of the caller.</summary>
public static class OneThread
{
    /// <summary>With a synchronisation context, as tests have one, continuations of tasks that complete inside would leave this thread.</summary>
    public static T Run<T>(Func<T> simulation)
    {
        ArgumentNullException.ThrowIfNull(simulation);
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

    /// <inheritdoc cref="Run{T}"/>
    public static void Run(Action simulation) => Run(() =>
    {
        simulation();
        return 0;
    });
}
