using MarketSim.Numerics.Serialization;

namespace MarketSim.Market.Impact;

/// <summary>
/// The impact of one's own trading on the price at which one trades. Prices are in any one unit, quantities in another, positive for buying; the unaffected
/// price moves independently, and the model adds a displacement to it.
/// </summary>
/// <remarks>
/// In all models here permanent impact is linear and transient impact has a positive definite kernel, so that no sequence of trades that ends
/// with the inventory it began with earns anything in expectation (Huberman and Stanzl 2004; Gatheral 2010).
/// </remarks>
public interface IImpactModel
{
    /// <summary>Displacement of the price before the next trade: what is left of the trades so far.</summary>
    double Displacement { get; }

    /// <summary>The result of <see cref="Trade"/> without its effect.</summary>
    /// <param name="quantity">Finite; positive for buying, negative for selling, 0 for nothing.</param>
    double MeanDisplacementOf(double quantity);

    /// <summary>Trades now.</summary>
    /// <param name="quantity">Finite; positive for buying, negative for selling, 0 for nothing.</param>
    /// <returns>Mean displacement of the price that the quantity is traded at, earlier trades included.</returns>
    double Trade(double quantity);

    /// <summary>Lets time pass.</summary>
    /// <param name="seconds">0 or more, finite.</param>
    void Advance(double seconds);

    /// <summary>Forgets all trades.</summary>
    void Reset();

    /// <summary>Writes the state, which <c>Restore</c> reads.</summary>
    void Save(MessagePackWriter writer);

    /// <summary>Restores what <see cref="Save"/> wrote of a model with the same parameters.</summary>
    void Restore(ref MessagePackReader reader);
}
