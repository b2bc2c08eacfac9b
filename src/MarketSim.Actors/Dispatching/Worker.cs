using MarketSim.Actors.Cells;

namespace MarketSim.Actors.Dispatching;

/// <summary>
/// A thread of the pool while it runs actors. An actor that is woken by another one runs next in the same thread: handing
/// it to another thread would cost far more than most handlers do.
/// </summary>
internal sealed class Worker
{
    [ThreadStatic]
    private static Worker? t_current;

    private ThreadPoolDispatcher? _dispatcher;
    private ActorCell? _next;

    public bool HasNext => _next is not null;

    /// <summary>Marks this thread as running actors of a dispatcher.</summary>
    public static Worker Enter(ThreadPoolDispatcher dispatcher)
    {
        Worker worker = t_current ??= new Worker();
        worker._dispatcher = dispatcher;
        return worker;
    }

    /// <summary>Keeps the cell for this thread, if it runs actors of that dispatcher and keeps none yet.</summary>
    public static bool TryKeep(ActorCell cell, ThreadPoolDispatcher dispatcher)
    {
        Worker? worker = t_current;
        if (worker is null || worker._dispatcher != dispatcher || worker._next is not null)
        {
            return false;
        }

        worker._next = cell;
        return true;
    }

    /// <summary>Lets another thread run what this one keeps, because this one may be busy or blocked for long.</summary>
    public static void ReleaseNext() => t_current?.Release();

    public ActorCell? TakeNext()
    {
        ActorCell? next = _next;
        _next = null;
        return next;
    }

    public void Keep(ActorCell cell) => _next = cell;

    public void Release()
    {
        if (TakeNext() is { } next)
        {
            _dispatcher!.Queue(next);
        }
    }

    /// <summary>The thread goes back to the pool.</summary>
    public void Leave()
    {
        Release();
        _dispatcher = null;
    }
}
