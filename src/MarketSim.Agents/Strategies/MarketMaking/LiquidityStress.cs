using MarketSim.Numerics.Functions;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Agents.Strategies.MarketMaking;

/// <summary>
/// How much a liquidity provider has to fear: volatility beyond what is calm, and fills that came on one side only. Both rise at once and fall slowly, so
/// that liquidity withdraws quickly and returns slowly (Toth et al. 2011, Physical Review X 1, 021006; Kirilenko, Kyle, Samadi and Tuzun 2017, Journal of
/// Finance 72).
/// </summary>
internal struct LiquidityStress
{
    private double _variance;

    /// <summary>Volatility beyond what is calm, as a multiple of it; 0 in calm times.</summary>
    public double Volatility { get; private set; }

    /// <summary>Fills of late in quotes, those bought less those sold: positive when others sell.</summary>
    public double Flow { get; private set; }

    /// <summary>The share of its size that a side keeps: 1 / (1 + a volatility + b flow against it).</summary>
    /// <param name="isBid">Whether it is the side that fills of others' sales come to.</param>
    public readonly double Share(bool isBid, double volatilityWeight, double flowWeight) =>
        1 / (1 + (volatilityWeight * Volatility) + (flowWeight * Math.Max(0, isBid ? Flow : -Flow)));

    /// <param name="logReturn">Of the mid-price since the last look.</param>
    /// <param name="bought">Own fills since then in quotes, negative for sales.</param>
    /// <param name="seconds">Since then; 0 changes nothing but the flow.</param>
    /// <param name="measuringSeconds">Time over which volatility is measured.</param>
    public void Observe(double logReturn, double bought, double seconds, double calmPerSqrtSecond, double measuringSeconds, double returnSeconds)
    {
        double kept = Elementary.Exp(-seconds / returnSeconds);
        Flow = (Flow * kept) + bought;
        if (seconds <= 0)
        {
            return;
        }

        double old = Elementary.Exp(-seconds / measuringSeconds);
        _variance = (_variance * old) + ((1 - old) * logReturn * logReturn / seconds);
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
