using MarketSim.Actors.Cells;

namespace MarketSim.Actors;

/// <summary>Decides in which thread, and when, actors handle their messages. One dispatcher may serve many actors and systems.</summary>
public abstract class Dispatcher
{
    private protected Dispatcher()
    {
    }

    /// <summary>True when no other thread is involved, so that continuations of answers run at once and in order.</summary>
    public virtual bool IsSingleThreaded => false;

    /// <summary>Has the cell run once; its caller has made it active.</summary>
    internal abstract void Schedule(ActorCell cell);

    /// <summary>An actor begins to use this dispatcher.</summary>
    internal virtual void Attach()
    {
    }

    /// <summary>An actor has stopped.</summary>
    internal virtual void Detach()
    {
    }

    /// <summary>A dispatcher that somebody must drive runs what it can.</summary>
    internal virtual void RunWhatIsDue()
    {
    }
}
