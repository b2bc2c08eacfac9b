using MarketSim.Actors.Cells;

namespace MarketSim.Actors.Dispatching;

/// <summary>Cells that wait for one of a limited number of threads.</summary>
internal sealed class LimitedQueue(ThreadPoolDispatcher dispatcher, int limit) : IThreadPoolWorkItem
{
    private readonly Lock _lock = new();
    private readonly Queue<ActorCell> _waiting = new();
    private int _threads;

    public bool IsEmpty
    {
        get
        {
            lock (_lock)
            {
                return _waiting.Count == 0;
            }
        }
    }

    public void Enqueue(ActorCell cell)
    {
        lock (_lock)
        {
            _waiting.Enqueue(cell);
            if (_threads == limit)
            {
                return;
            }

            _threads++;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>One turn of one thread, which then goes to the back of the pool's queue.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        ActorCell? cell;
        lock (_lock)
        {
            // Another thread may have taken the cell that this turn was for.
            if (!_waiting.TryDequeue(out cell))
            {
                _threads--;
                return;
            }
        }

        dispatcher.Work(cell);
        lock (_lock)
        {
            if (_waiting.Count == 0)
            {
                _threads--;
                return;
            }
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }
}
