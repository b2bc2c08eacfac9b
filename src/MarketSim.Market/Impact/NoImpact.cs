using MarketSim.Numerics.Serialization;

namespace MarketSim.Market.Impact;

/// <summary>Trades at the unaffected price, whatever the quantity.</summary>
public sealed class NoImpact : IImpactModel
{
    public double Displacement => 0;

    public double MeanDisplacementOf(double quantity) => 0 * ImpactParameters.Finite(quantity);

    public double Trade(double quantity) => MeanDisplacementOf(quantity);

    public void Advance(double seconds) => ImpactParameters.NonNegative(seconds);

    public void Reset()
    {
    }

    public void Save(MessagePackWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(0);
    }

    public void Restore(ref MessagePackReader reader) => reader.ReadArrayHeader(0);
}
