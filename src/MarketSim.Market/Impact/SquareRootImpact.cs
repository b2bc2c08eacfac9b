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
public sealed class SquareRootImpact : LinearPermanentImpact
{
    private readonly double _perRootUnit;

    /// <summary>Begins without impact.</summary>
    public SquareRootImpact(SquareRootParameters parameters)
        : base(ImpactParameters.NotNull(parameters).PermanentPerUnit)
    {
        _perRootUnit = ImpactParameters.NonNegative(parameters.Factor) * ImpactParameters.NonNegative(parameters.DailyVolatility)
            / Math.Sqrt(ImpactParameters.Positive(parameters.DailyVolume));
    }

    /// <summary>Displacement at the end of a parent order alone.</summary>
    public double PeakOf(double quantity) => Math.Sign(quantity) * _perRootUnit * Math.Sqrt(Math.Abs(quantity));

    /// <inheritdoc/>
    public override double MeanDisplacementOf(double quantity) =>
        PermanentOf(quantity) + (PeakOf(quantity) * 2 / 3);
}
