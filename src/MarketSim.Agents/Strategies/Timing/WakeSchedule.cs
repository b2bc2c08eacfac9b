using MarketSim.Agents.Parameters;
using MarketSim.Market.Time;
using MarketSim.Market.Venues;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Agents.Strategies.Timing;

/// <summary>The words of the parameter <c>arrivals</c>, in their order.</summary>
internal enum ArrivalLaw
{
    Poisson,
    Regular,
}

/// <summary>When a strategy wakes: a Poisson process, or at even intervals from a random phase with a little jitter, so that agents do not march in step.</summary>
internal sealed class WakeSchedule
{
    /// <summary>About 31 years: no session is longer, and no sum with it overflows.</summary>
    private const double LongestNanoseconds = 1e18;

    private const double Jitter = 0.1;

    private readonly double _meanNanoseconds;
    private readonly ArrivalLaw _law;

    public WakeSchedule(double meanNanoseconds, ArrivalLaw law)
    {
        _meanNanoseconds = meanNanoseconds;
        _law = law;
    }

    public static WakeSchedule From(ParameterSet parameters) =>
        new(parameters["meanInterval"], parameters.Choice<ArrivalLaw>("arrivals"));

    /// <summary>The parameters that a schedule is set up with.</summary>
    public static ParameterDefinition[] Parameters(double defaultSeconds) =>
    [
        new("meanInterval", ParameterUnit.Duration, defaultSeconds * SimulatedTime.NanosecondsPerSecond, 1, LongestNanoseconds, "Mean time between wake-ups."),
        ParameterDefinition.Choice("arrivals", "Wake-ups as a Poisson process, or at regular intervals with a tenth of jitter.", "poisson", "regular"),
    ];

    public SimulatedTime First(TradingSession session, ref RandomStream random) => session.Open + (_law == ArrivalLaw.Poisson
        ? NextDelay(ref random)
        : (long)random.NextUniform(0, _meanNanoseconds));

    /// <summary>Nanoseconds to the next wake-up, at least 1.</summary>
    public long NextDelay(ref RandomStream random)
    {
        double delay = _law == ArrivalLaw.Poisson
            ? random.NextExponential(_meanNanoseconds)
            : _meanNanoseconds * random.NextUniform(1 - Jitter, 1 + Jitter);
        return Math.Max(1, (long)Math.Min(delay, LongestNanoseconds));
    }
}
