using MarketSim.Market.Time;

namespace MarketSim.Market.Fundamentals;

/// <summary>The time a process has reached; it only moves on.</summary>
internal struct FundamentalClock(SimulatedTime start)
{
    public SimulatedTime Now { get; private set; } = start;

    /// <returns>The gap to the new time, in nanoseconds, 0 or more.</returns>
    public long AdvanceTo(SimulatedTime time)
    {
        if (time < Now)
        {
            throw new ArgumentOutOfRangeException(nameof(time), time.Nanoseconds, $"The value has reached {Now.Nanoseconds} ns and cannot go back.");
        }

        long gap = time - Now;
        Now = time;
        return gap;
    }

    public void Restore(SimulatedTime now) => Now = now;
}
