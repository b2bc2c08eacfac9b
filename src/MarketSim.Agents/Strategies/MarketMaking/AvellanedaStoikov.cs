using MarketSim.Numerics.Functions;

namespace MarketSim.Agents.Strategies.MarketMaking;

/// <summary>
/// The approximate optimal quotes of a dealer with exponential utility, for a mid-price that is a Brownian motion and fills that arrive at a rate
/// that decays exponentially with the distance (Avellaneda and Stoikov 2008, Quantitative Finance 8, equations 29 and 30).
/// </summary>
/// <remarks>Any unit of price and of time will do, as long as all three parameters are stated in it. Inventory counts in quotes.</remarks>
/// <param name="RiskAversion">Gamma, greater than 0, per unit of price.</param>
/// <param name="Volatility">Sigma: standard deviation of the mid-price over one unit of time.</param>
/// <param name="FillDecay">Kappa, greater than 0, per unit of price.</param>
internal sealed record AvellanedaStoikov(double RiskAversion, double Volatility, double FillDecay)
{
    /// <summary>The price at which the dealer, holding an inventory, is indifferent to trading: above the mid-price when short and below it when long.</summary>
    public double ReservationPrice(double mid, double inventory, double timeLeft) =>
        mid - (inventory * RiskAversion * Volatility * Volatility * timeLeft);

    /// <summary>Ask less bid.</summary>
    public double Spread(double timeLeft) =>
        (RiskAversion * Volatility * Volatility * timeLeft) + (2 / RiskAversion * Elementary.Log(1 + (RiskAversion / FillDecay)));
}
