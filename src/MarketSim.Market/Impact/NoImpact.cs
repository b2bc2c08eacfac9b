using MarketSim.Numerics.Serialization;

namespace MarketSim.Market.Impact;

/// <summary>Trades at the unaffected price, whatever the quantity.</summary>
public sealed class NoImpact : IImpactModel
{
    /// <inheritdoc/>
    public double Displacement => 0;

    /// <inheritdoc/>
    public double MeanDisplacementOf(double quantity) => 0 * ImpactParameters.Finite(quantity);

    /// <inheritdoc/>
    public double Trade(double quantity) => MeanDisplacementOf(quantity);

    /// <inheritdoc/>
    public void Advance(double seconds) => ImpactParameters.NonNegative(seconds);

    /// <inheritdoc/>
    public void Reset()
    {
    }

    /// <inheritdoc/>
    public void Save(MessagePackWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(0);
    }

    /// <inheritdoc/>
    public void Restore(ref MessagePackReader reader) => reader.ReadArrayHeader(0);
}
