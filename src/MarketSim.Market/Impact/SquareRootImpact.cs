using MarketSim.Numerics.Serialization;

namespace MarketSim.Market.Impact;

/// <summary>Parameters of <see cref="SquareRootImpact"/>.</summary>
public sealed record SquareRootParameters
{
    /// <summary>Factor of the law (Y), about 1; 0 or more.</summary>
    public double Factor { get; init; } = 1;

    /// <summary>Standard deviation of the price over a day, in price; 0 or more.</summary>
    public required double DailyVolatility { get; init; }

    /// <summary>Units that everybody trades in a day; greater than 0.</summary>
    public required double DailyVolume { get; init; }

    /// <summary>Price per unit traded that stays for ever; 0 or more.</summary>
    public double PermanentPerUnit { get; init; }
}

/// <summary>
/// The square-root law: a parent order of q units is displaced by Y sigma sqrt(q / V) when it is done, by two thirds of that on average
/// (Tóth et al. 2011, Anomalous price impact; Sato and Kanazawa 2024 for the exponent). The duration does not enter. The impact is gone before
/// the next parent order, but for a permanent part that is linear.
/// </summary>
/// <remarks>Each trade is taken for a whole parent order; one that is split over several trades seems cheaper than it is.</remarks>
public sealed class SquareRootImpact : IImpactModel
{
    private readonly double _permanent;
    private readonly double _perRootUnit;

    /// <summary>Begins without impact.</summary>
    public SquareRootImpact(SquareRootParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        _permanent = ImpactParameters.NonNegative(parameters.PermanentPerUnit);
        _perRootUnit = ImpactParameters.NonNegative(parameters.Factor) * ImpactParameters.NonNegative(parameters.DailyVolatility)
            / Math.Sqrt(ImpactParameters.Positive(parameters.DailyVolume));
    }

    /// <inheritdoc/>
    public double Displacement { get; private set; }

    /// <summary>Displacement at the end of a parent order alone.</summary>
    public double PeakOf(double quantity) => Math.Sign(quantity) * _perRootUnit * Math.Sqrt(Math.Abs(quantity));

    /// <inheritdoc/>
    public double MeanDisplacementOf(double quantity) =>
        Displacement + (_permanent * ImpactParameters.Finite(quantity) / 2) + (PeakOf(quantity) * 2 / 3);

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
}
