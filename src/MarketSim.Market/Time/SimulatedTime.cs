namespace MarketSim.Market.Time;

/// <summary>A point of simulated time, in nanoseconds since the start of the run's first day (midnight).</summary>
public readonly record struct SimulatedTime(long Nanoseconds) : IComparable<SimulatedTime>
{
    /// <inheritdoc/>
    public const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>Later than any other; an order that never expires expires then.</summary>
    public static SimulatedTime Never => new(long.MaxValue);

    /// <inheritdoc/>
    public double Seconds => Nanoseconds / (double)NanosecondsPerSecond;

    /// <inheritdoc/>
    public int CompareTo(SimulatedTime other) => Nanoseconds.CompareTo(other.Nanoseconds);

    /// <summary>The time so many nanoseconds later.</summary>
    public static SimulatedTime operator +(SimulatedTime time, long nanoseconds) => new(time.Nanoseconds + nanoseconds);

    /// <summary>A later time, which at the utmost is the last one before <see cref="Never"/>.</summary>
    /// <param name="nanoseconds">At least 0.</param>
    public SimulatedTime Later(long nanoseconds) => new(Nanoseconds >= Never.Nanoseconds - 1 - nanoseconds ? Never.Nanoseconds - 1 : Nanoseconds + nanoseconds);

    /// <summary>The span between two times, in nanoseconds.</summary>
    public static long operator -(SimulatedTime left, SimulatedTime right) => left.Nanoseconds - right.Nanoseconds;

    /// <summary>Orders by value.</summary>
    public static bool operator <(SimulatedTime left, SimulatedTime right) => left.Nanoseconds < right.Nanoseconds;

    /// <summary>Orders by value.</summary>
    public static bool operator >(SimulatedTime left, SimulatedTime right) => left.Nanoseconds > right.Nanoseconds;

    /// <summary>Orders by value.</summary>
    public static bool operator <=(SimulatedTime left, SimulatedTime right) => left.Nanoseconds <= right.Nanoseconds;

    /// <summary>Orders by value.</summary>
    public static bool operator >=(SimulatedTime left, SimulatedTime right) => left.Nanoseconds >= right.Nanoseconds;
}
