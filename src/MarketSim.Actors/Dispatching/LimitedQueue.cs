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

    /// <summary>One turn of one thread, which then goes to the back of the pool's queue, or ends when nothing waits.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        if (TakeNext() is { } cell)
        {
            dispatcher.Work(cell);
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    private ActorCell? TakeNext()
    {
        lock (_lock)
        {
            if (_waiting.TryDequeue(out ActorCell? cell))
            {
                return cell;
            }

            _threads--;
            return null;
        }
    }
}
