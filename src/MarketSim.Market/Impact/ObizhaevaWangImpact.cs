using MarketSim.Numerics.Functions;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Market.Impact;

/// <summary>Parameters of <see cref="ObizhaevaWangImpact"/>.</summary>
public sealed record ObizhaevaWangParameters
{
    /// <summary>Units that the book holds per unit of price, on each side (q); greater than 0.</summary>
    public required double DepthPerPrice { get; init; }

    /// <summary>Price per unit traded that stays for ever (lambda), at most 1 / depth; 0 or more.</summary>
    public double PermanentPerUnit { get; init; }

    /// <summary>Time in which half of the transient displacement is gone, in seconds (ln 2 / rho); greater than 0.</summary>
    public required double HalfLifeSeconds { get; init; }
}

/// <summary>
/// Obizhaeva and Wang 2013, Optimal trading strategy and supply/demand dynamics: a block-shaped book. A trade eats q / depth of it; a part of the
/// displacement stays, the rest recovers exponentially.
/// </summary>
public sealed class ObizhaevaWangImpact : IImpactModel
{
    private readonly TransientImpact _impact;

    /// <exception cref="ArgumentException">The permanent part is more than a trade displaces the price by.</exception>
    public ObizhaevaWangImpact(ObizhaevaWangParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        double immediate = 1 / ImpactParameters.Positive(parameters.DepthPerPrice);
        double permanent = ImpactParameters.NonNegative(parameters.PermanentPerUnit);
        if (permanent > immediate)
        {
            throw new ArgumentException($"PermanentPerUnit is {permanent}; it must be at most the displacement by a unit, 1 / DepthPerPrice = {immediate}.", nameof(parameters));
        }

        double ratePerSecond = Elementary.Log(2) / ImpactParameters.Positive(parameters.HalfLifeSeconds);
        _impact = new TransientImpact(permanent, [immediate - permanent], [ratePerSecond]);
    }

    /// <inheritdoc/>
    public double Displacement => _impact.Displacement;

    /// <inheritdoc/>
    public double MeanDisplacementOf(double quantity) => _impact.MeanDisplacementOf(quantity);

    /// <inheritdoc/>
    public double Trade(double quantity) => _impact.Trade(quantity);

    /// <inheritdoc/>
    public void Advance(double seconds) => _impact.Advance(seconds);

    /// <inheritdoc/>
    public void Reset() => _impact.Reset();

    /// <inheritdoc/>
    public void Save(MessagePackWriter writer) => _impact.Save(writer);

    /// <inheritdoc/>
    public void Restore(ref MessagePackReader reader) => _impact.Restore(ref reader);
}
