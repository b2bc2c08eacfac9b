using MarketSim.Actors.Cells;
using MarketSim.Actors.Dispatching;

namespace MarketSim.Actors;

/// <summary>Runs actors on the threads of the .NET thread pool. The default.</summary>
/// <remarks>
/// An actor woken by another one usually runs next in the same thread, at the latest when the running handler has
/// returned; a handler that blocks until another actor has done something may block for good, unless it waits for an Ask.
/// </remarks>
public sealed class ThreadPoolDispatcher : Dispatcher
{
    // Actors that wake each other may keep a thread this many activations before it looks whether others wait for one.
    private const int ActivationsBetweenLooks = 256;

    // Reading the clock costs as much as several messages: never look more often than this.
    private const int SmallestSlice = 4;

    // An actor that waits for this thread longer is handed to another one.
    private const double LongestWaitMicroseconds = 50;

    private readonly int _throughput;
    private readonly LimitedQueue? _limited;

    /// <param name="throughput">Messages that an actor may handle before others get a turn; at least 1.</param>
    /// <param name="maxDegreeOfParallelism">Threads that run this dispatcher's actors at the same time, at least 1; <c>null</c> for as many as the pool has.</param>
    public ThreadPoolDispatcher(int throughput = 100, int? maxDegreeOfParallelism = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(throughput, 1);
        _throughput = throughput;
        if (maxDegreeOfParallelism is { } limit)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1, nameof(maxDegreeOfParallelism));
            _limited = new LimitedQueue(this, limit);
        }
    }

    private bool OthersWait => _limited is { IsEmpty: false } || ThreadPool.PendingWorkItemCount > 0;

    internal override void Schedule(ActorCell cell)
    {
        if (!Worker.TryKeep(cell, this))
        {
            Queue(cell);
        }
    }

    internal void Queue(ActorCell cell)
    {
        if (_limited is not null)
        {
            _limited.Enqueue(cell);
        }
        else
        {
            ThreadPool.UnsafeQueueUserWorkItem(cell, preferLocal: false);
        }
    }

    /// <summary>Runs a cell, and those that it wakes, until nothing is left to do here or others have waited long enough.</summary>
    internal void Work(ActorCell first)
    {
        Worker worker = Worker.Enter(this);
        ActorCell? cell = first;
        for (int activations = 1; cell is not null; activations++)
        {
            bool more = RunActivation(cell, worker);
            ActorCell? next = worker.TakeNext();
            if ((more || activations % ActivationsBetweenLooks == 0) && OthersWait)
            {
                if (next is not null)
                {
                    Queue(next);
                }

                if (more)
                {
                    Queue(cell);
                }

                break;
            }

            if (more && next is not null)
            {
                worker.Keep(cell);
            }

            cell = next ?? (more ? cell : null);
        }

        worker.Leave();
    }

    /// <summary>
    /// One turn of a cell, in slices that double: between them, an actor that waits for this thread is released when the
    /// handlers turn out to be slow.
    /// </summary>
    private bool RunActivation(ActorCell cell, Worker worker)
    {
        TimeProvider clock = cell.System.TimeProvider;
        long waitsSince = 0;
        int handled = 0;
        while (handled < _throughput)
        {
            int slice = Math.Min(Math.Max(handled, SmallestSlice), _throughput - handled);
            if (!cell.Run(slice))
            {
                return false;
            }

            handled += slice;
            if (!worker.HasNext)
            {
                waitsSince = 0;
            }
            else if (waitsSince == 0)
            {
                waitsSince = clock.GetTimestamp();
            }
            else if (clock.GetElapsedTime(waitsSince).TotalMicroseconds > LongestWaitMicroseconds)
            {
                worker.Release();
                waitsSince = 0;
            }
        }

        return true;
    }
}
