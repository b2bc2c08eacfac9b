using MarketSim.Market.Time;
using MarketSim.Numerics.Functions;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Agents.Strategies.Value;

/// <summary>The process that an agent assumes for the fundamental value: an Ornstein-Uhlenbeck process.</summary>
/// <param name="LongRunTicks">Level that it reverts to.</param>
/// <param name="ReversionPerSecond">Rate of reversion; 0 for a random walk.</param>
/// <param name="ShockVariancePerSecond">Variance of shocks, in ticks squared.</param>
internal sealed record FundamentalProcess(double LongRunTicks, double ReversionPerSecond, double ShockVariancePerSecond)
{
    /// <summary>Expected value after a span of time.</summary>
    public double Expected(double valueTicks, double seconds) =>
        ReversionPerSecond == 0 ? valueTicks : LongRunTicks + ((valueTicks - LongRunTicks) * Elementary.Exp(-ReversionPerSecond * seconds));

    /// <summary>Variance after a span of time, in ticks squared.</summary>
    public double Variance(double variance, double seconds)
    {
        double twice = 2 * ReversionPerSecond * seconds;
        double kept = Elementary.Exp(-twice);

        // (1 - e^-x) / x loses precision for small x, where the first terms of its series are exact enough.
        double shareOfSpan = twice < 1e-5 ? 1 - (twice / 2) : (1 - kept) / twice;
        return (variance * kept) + (ShockVariancePerSecond * seconds * shareOfSpan);
    }
}

/// <summary>
/// An agent's estimate of the fundamental value, and the estimate's error: a Kalman filter in continuous time (Wah, Wright and Wellman 2017, section 4;
/// ValueAgent of ABIDES, whose error estimate never grows, while this one follows the filter).
/// </summary>
/// <param name="MeanTicks">Estimate at <paramref name="Time"/>.</param>
/// <param name="Variance">Variance of the estimate's error, in ticks squared.</param>
internal readonly record struct FundamentalBelief(double MeanTicks, double Variance, SimulatedTime Time)
{
    /// <summary>Predicts the belief at a time, and updates it by an observation.</summary>
    /// <param name="observationVariance">Variance of the observation's error, in ticks squared.</param>
    public FundamentalBelief Observe(FundamentalProcess process, SimulatedTime now, double observedTicks, double observationVariance)
    {
        double seconds = Math.Max(0, now - Time) / (double)SimulatedTime.NanosecondsPerSecond;
        double mean = process.Expected(MeanTicks, seconds);
        double variance = process.Variance(Variance, seconds);
        double total = variance + observationVariance;
        double gain = total > 0 ? variance / total : 1;
        return new FundamentalBelief(mean + (gain * (observedTicks - mean)), gain * observationVariance, now);
    }

    public void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(3);
        writer.WriteDouble(MeanTicks);
        writer.WriteDouble(Variance);
        writer.WriteInt64(Time.Nanoseconds);
    }

    public static FundamentalBelief Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(3);
        return new FundamentalBelief(reader.ReadDouble(), reader.ReadDouble(), new SimulatedTime(reader.ReadInt64()));
    }
}
