using System.Diagnostics.CodeAnalysis;

namespace MarketSim.Cluster.Transport.Memory;

/// <summary>
/// Calls to listeners, one at a time and in order. Whoever asks for delivery while nobody delivers becomes the deliverer, where the scheduler
/// runs it; what is added meanwhile, by other threads or from within a call, waits its turn. No lock is held during a call.
/// </summary>
internal sealed class DeliveryQueue(Action<Action> schedule)
{
    private readonly Lock _lock = new();
    private readonly Queue<Action> _calls = new();
    private bool _isDelivering;

    public void Enqueue(Action call)
    {
        lock (_lock)
            _calls.Enqueue(call);
    }

    public void Deliver()
    {
        lock (_lock)
        {
            if (_isDelivering || _calls.Count == 0)
                return;

            _isDelivering = true;
        }

        schedule(DeliverAll);
    }

    private void DeliverAll()
    {
        try
        {
            while (TryTake(out Action? call))
                call();
        }
        catch
        {
            // A listener's fault is its thread's; the others are served by whoever comes next.
            lock (_lock)
                _isDelivering = false;

            throw;
        }
    }

    private bool TryTake([NotNullWhen(true)] out Action? call)
    {
        lock (_lock)
        {
            _isDelivering = _calls.TryDequeue(out call);
            return _isDelivering;
        }
    }
}
