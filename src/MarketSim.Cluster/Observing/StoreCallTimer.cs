using MarketSim.Cluster.Store;

namespace MarketSim.Cluster.Observing;

/// <summary>Times calls to a store and says how each ended.</summary>
internal sealed class StoreCallTimer(TimeProvider timeProvider)
{
    /// <param name="name">As METRICS.md lists it.</param>
    public async Task<T> TimeAsync<T>(string name, Func<Task<T>> call)
    {
        if (!ClusterMeters.TimesStoreCalls)
        {
            return await call().ConfigureAwait(false);
        }

        long began = timeProvider.GetTimestamp();
        try
        {
            T result = await call().ConfigureAwait(false);
            ClusterMeters.CalledStore(name, result is null or false ? "none" : "done", timeProvider.GetElapsedTime(began));
            return result;
        }
        catch (Exception exception)
        {
            ClusterMeters.CalledStore(name, OutcomeOf(exception), timeProvider.GetElapsedTime(began));
            throw;
        }
    }

    public Task TimeAsync(string name, Func<Task> call) => TimeAsync(name, async () =>
    {
        await call().ConfigureAwait(false);
        return true;
    });

    private static string OutcomeOf(Exception exception) => exception switch
    {
        StoreUnavailableException => "unavailable",
        StaleEpochException => "stale",
        StoreRefusedException or RunNameTakenException => "refused",
        _ => "failed",
    };
}
