using Akka.Actor;

namespace MarketSim.Simulation.Running;

/// <summary>The position of an epoch of a run, for observers on other threads; written by its market.</summary>
public sealed class RunGauge
{
    private long _tick = -1;
    private long _ticksOpened;
    private IActorRef? _market;

    /// <summary>The tick opened last in this epoch; -1 before the first.</summary>
    public long Tick => Volatile.Read(ref _tick);

    /// <summary>Ticks opened in this epoch.</summary>
    public long TicksOpened => Volatile.Read(ref _ticksOpened);

    /// <summary>The market's actor; null before it has begun.</summary>
    public IActorRef? Market
    {
        get => Volatile.Read(ref _market);
        set => Volatile.Write(ref _market, value);
    }

    /// <summary>A tick opens; called by the market only.</summary>
    public void TickOpens(long tick)
    {
        Volatile.Write(ref _tick, tick);
        Volatile.Write(ref _ticksOpened, _ticksOpened + 1);
    }
}
