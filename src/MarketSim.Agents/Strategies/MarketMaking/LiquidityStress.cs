using MarketSim.Numerics.Functions;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Agents.Strategies.MarketMaking;

/// <summary>
/// The stress of a liquidity provider: volatility in excess of the calm level, and one-sided fills. Both rise at once and fall slowly, so that liquidity
/// withdraws quickly and returns slowly (Toth et al. 2011, Physical Review X 1, 021006; Kirilenko, Kyle, Samadi and Tuzun 2017, Journal of Finance 72).
/// </summary>
internal struct LiquidityStress
{
    private double _variance;

    /// <summary>Volatility in excess of the calm level, as a multiple of it; 0 in calm times.</summary>
    public double Volatility { get; private set; }

    /// <summary>Recent fills in quotes, bought less sold: positive when others sell.</summary>
    public double Flow { get; private set; }

    /// <summary>The share of its size that a side retains: 1 / (1 + a volatility + b flow against it).</summary>
    /// <param name="isBid">True for the bid side, on which sales of others are filled.</param>
    public readonly double Share(bool isBid, double volatilityWeight, double flowWeight) =>
        1 / (1 + (volatilityWeight * Volatility) + (flowWeight * Math.Max(0, isBid ? Flow : -Flow)));

    /// <summary>Updates the stress since the last observation.</summary>
    /// <param name="logReturn">Log return of the mid-price.</param>
    /// <param name="bought">Own fills in quotes, negative for sales.</param>
    /// <param name="seconds">Elapsed time; 0 changes only the flow.</param>
    /// <param name="calmPerSqrtSecond">The calm level of volatility.</param>
    /// <param name="measuringSeconds">Time over which volatility is measured.</param>
    /// <param name="returnSeconds">Time in which stress decays by 63 %.</param>
    public void Observe(double logReturn, double bought, double seconds, double calmPerSqrtSecond, double measuringSeconds, double returnSeconds)
    {
        double kept = Elementary.Exp(-seconds / returnSeconds);
        Flow = (Flow * kept) + bought;
        if (seconds <= 0)
        {
            return;
        }

        double oldWeight = Elementary.Exp(-seconds / measuringSeconds);
        _variance = (_variance * oldWeight) + ((1 - oldWeight) * logReturn * logReturn / seconds);
        double measured = (Math.Sqrt(_variance) / calmPerSqrtSecond) - 1;
        Volatility = Math.Max(Math.Max(0, measured), Volatility * kept);
    }

    public readonly void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(3);
        writer.WriteDouble(_variance);
        writer.WriteDouble(Volatility);
        writer.WriteDouble(Flow);
    }

    public static LiquidityStress Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(3);
        return new LiquidityStress { _variance = reader.ReadDouble(), Volatility = reader.ReadDouble(), Flow = reader.ReadDouble() };
    }
}
