using MarketSim.Market.Time;

namespace MarketSim.Market.Venues;

/// <summary>The hours of trading, cut into ticks of a fixed simulated duration. Tick t is open from <c>OpenOf(t)</c>, inclusive, to <c>OpenOf(t + 1)</c>, exclusive.</summary>
public sealed record TradingSession
{
    /// <param name="tickNanoseconds">Length of a tick, greater than 0.</param>
    /// <param name="firstTick">Number of the tick that opens with the session: more than 0 where several sessions follow one another.</param>
    public TradingSession(SimulatedTime open, SimulatedTime close, long tickNanoseconds, long firstTick = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(firstTick);
        ArgumentOutOfRangeException.ThrowIfNegative(open.Nanoseconds, nameof(open));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(close.Nanoseconds, open.Nanoseconds, nameof(close));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(tickNanoseconds);
        Open = open;
        Close = close;
        TickNanoseconds = tickNanoseconds;
        TickCount = (close - open + tickNanoseconds - 1) / tickNanoseconds;
        FirstTick = firstTick;
    }

    /// <summary>Opening of the session.</summary>
    public SimulatedTime Open { get; }

    /// <summary>End of the session.</summary>
    public SimulatedTime Close { get; }

    /// <summary>Length of a tick in nanoseconds.</summary>
    public long TickNanoseconds { get; }

    /// <summary>Number of ticks; the last one may reach beyond <see cref="Close"/>, trading does not.</summary>
    public long TickCount { get; }

    /// <summary>Number of the tick that opens with the session.</summary>
    public long FirstTick { get; }

    /// <summary>Number of the first tick after the session.</summary>
    public long EndTick => FirstTick + TickCount;

    /// <summary>Length in nanoseconds.</summary>
    public long Length => Close - Open;

    /// <summary>The time at which a tick opens.</summary>
    public SimulatedTime OpenOf(long tick) => Open + ((tick - FirstTick) * TickNanoseconds);

    /// <summary>The tick that is open at a time; times before the session belong to its first tick.</summary>
    public long TickAt(SimulatedTime time) => FirstTick + (time <= Open ? 0 : (time - Open) / TickNanoseconds);

    /// <summary>The tick that must be closed so that what happens exactly at <paramref name="time"/> is done before the next tick opens.</summary>
    public long TickEndingAtOrAfter(SimulatedTime time) => FirstTick + (time <= Open ? 0 : (time - Open - 1) / TickNanoseconds);
}
