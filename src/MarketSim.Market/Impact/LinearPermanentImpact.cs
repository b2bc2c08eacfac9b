using MarketSim.Numerics.Serialization;

namespace MarketSim.Market.Impact;

/// <summary>Impact whose permanent part is linear in what is traded, and of which nothing else stays after a trade.</summary>
public abstract class LinearPermanentImpact : IImpactModel
{
    private readonly double _permanent;

    private protected LinearPermanentImpact(double permanentPerUnit) =>
        _permanent = ImpactParameters.NonNegative(permanentPerUnit, "parameters.PermanentPerUnit");

    /// <inheritdoc/>
    public double Displacement { get; private set; }

    /// <inheritdoc/>
    public abstract double MeanDisplacementOf(double quantity);

    /// <inheritdoc/>
    public double Trade(double quantity)
    {
        double mean = MeanDisplacementOf(quantity);
        Displacement += _permanent * quantity;
        return mean;
    }

    /// <inheritdoc/>
    public void Advance(double seconds) => ImpactParameters.NonNegative(seconds);

    /// <inheritdoc/>
    public void Reset() => Displacement = 0;

    /// <inheritdoc/>
    public void Save(MessagePackWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteDouble(Displacement);
    }

    /// <inheritdoc/>
    public void Restore(ref MessagePackReader reader) => Displacement = reader.ReadDouble();

    /// <summary>The displacement before a trade and the half of its permanent part that the trade itself feels.</summary>
    private protected double PermanentOf(double quantity) => Displacement + (_permanent * ImpactParameters.Finite(quantity) / 2);
}
