using MarketSim.Actors.Cells;

namespace MarketSim.Actors;

/// <summary>
/// One thread of its own runs all actors of this dispatcher; it starts with the first of them and ends with the last. For
/// actors that compute for long.
/// </summary>
public sealed class PinnedDispatcher : Dispatcher
{
    private readonly Queue<ActorCell> _waiting = new();
    private readonly int _throughput;
    private readonly string _threadName;
    private int _actors;
    private bool _hasThread;

    /// <param name="threadName">Shown by debuggers and profilers.</param>
    /// <param name="throughput">Messages that an actor may handle before the others get a turn; at least 1.</param>
    public PinnedDispatcher(string threadName = "pinned actors", int throughput = 100)
    {
        ArgumentNullException.ThrowIfNull(threadName);
        ArgumentOutOfRangeException.ThrowIfLessThan(throughput, 1);
        _threadName = threadName;
        _throughput = throughput;
    }

    internal override void Attach()
    {
        lock (_waiting)
        {
            _actors++;
            if (!_hasThread)
            {
                _hasThread = true;
                new Thread(RunUntilUnused) { IsBackground = true, Name = _threadName }.Start();
            }
        }
    }

    internal override void Detach()
    {
        lock (_waiting)
        {
            _actors--;
            Monitor.Pulse(_waiting);
        }
    }

    internal override void Schedule(ActorCell cell)
    {
        lock (_waiting)
        {
            _waiting.Enqueue(cell);
            Monitor.Pulse(_waiting);
        }
    }

    private void RunUntilUnused()
    {
        while (TakeNext() is { } cell)
        {
            if (cell.Run(_throughput))
            {
                Schedule(cell);
            }
        }
    }

    private ActorCell? TakeNext()
    {
        lock (_waiting)
        {
            while (_waiting.Count == 0)
            {
                if (_actors == 0)
                {
                    _hasThread = false;
                    return null;
                }

                Monitor.Wait(_waiting);
            }

            return _waiting.Dequeue();
        }
    }
}
