using MarketSim.Numerics.Randomness;

namespace MarketSim.Market.Time;

/// <summary>A rate of events that follows the activity of the trading day: immigrants of a Hawkes process.</summary>
/// <param name="perSecond">Mean over the session, in events per second; 0 or more.</param>
/// <param name="from">The time that seconds are counted from.</param>
/// <param name="open">Open of the session.</param>
/// <param name="sessionNanoseconds">Length of the session.</param>
public readonly struct ActivityBaseline(double perSecond, ActivityProfile activity, SimulatedTime from, SimulatedTime open, long sessionNanoseconds) : IHawkesBaseline
{
    /// <inheritdoc/>
    public double Highest => perSecond * activity.Highest;

    /// <inheritdoc/>
    public double At(double seconds) => perSecond * activity.At(from.Later((long)(seconds * SimulatedTime.NanosecondsPerSecond)), open, sessionNanoseconds);
}
