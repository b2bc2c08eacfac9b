namespace MarketSim.Market.Impact;

/// <summary>Parameters of <see cref="AlmgrenChrissImpact"/>.</summary>
public sealed record AlmgrenChrissParameters
{
    /// <summary>Price per unit traded that stays for ever (gamma); 0 or more.</summary>
    public required double PermanentPerUnit { get; init; }

    /// <summary>Price per unit a second of trading speed that is gone with the trade (eta); 0 or more.</summary>
    public required double TemporaryPerUnitPerSecond { get; init; }

    /// <summary>Half the spread and fees, in price, paid on every unit (epsilon); 0 or more.</summary>
    public double FixedCost { get; init; }

    /// <summary>Seconds over which one trade is spread (tau); greater than 0.</summary>
    public required double TradingSeconds { get; init; }
}

/// <summary>
/// Almgren and Chriss 2000, Optimal execution of portfolio transactions: permanent impact gamma q, of which a trade itself feels half, and
/// temporary impact epsilon sign(q) + eta q / tau.
/// </summary>
public sealed class AlmgrenChrissImpact : LinearPermanentImpact
{
    private readonly double _temporary;
    private readonly double _fixedCost;

    /// <summary>Begins without impact.</summary>
    public AlmgrenChrissImpact(AlmgrenChrissParameters parameters)
        : base(ImpactParameters.NotNull(parameters).PermanentPerUnit)
    {
        _temporary = ImpactParameters.NonNegative(parameters.TemporaryPerUnitPerSecond) / ImpactParameters.Positive(parameters.TradingSeconds);
        _fixedCost = ImpactParameters.NonNegative(parameters.FixedCost);
    }

    /// <inheritdoc/>
    public override double MeanDisplacementOf(double quantity) =>
        PermanentOf(quantity) + (_temporary * quantity) + (_fixedCost * Math.Sign(quantity));
}
