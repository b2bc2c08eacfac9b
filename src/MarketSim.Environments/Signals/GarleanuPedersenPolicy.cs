using MarketSim.Numerics.Functions;

namespace MarketSim.Environments.Signals;

/// <summary>
/// The optimal policy of a market with one decaying signal and quadratic costs (Gârleanu and Pedersen 2013, Dynamic trading with predictable returns and
/// transaction costs, propositions 2 and 3, one asset, no discounting): trade a share a / lambda of the way towards an aim, the Markowitz position, reduced
/// the more the faster the signal decays.
/// </summary>
public sealed class GarleanuPedersenPolicy
{
    /// <summary>Computes the policy of settings, which are checked.</summary>
    public GarleanuPedersenPolicy(MarketEnvironmentSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        Settings = settings.Checked();
        double variance = settings.PriceDeviation * settings.PriceDeviation;
        double gamma = settings.RiskAversion;
        double lambda = settings.CostPerSquare / variance;
        double a = (Math.Sqrt((gamma * gamma) + (4 * gamma * lambda)) - gamma) / 2;
        double decay = 1 - Elementary.Exp(-Elementary.Log(2) / settings.SignalHalfLifeSteps);
        TradingRate = a / lambda;
        AimPerSignal = settings.SignalStrength / (gamma * variance) / (1 + (decay * a / gamma));
        Persistence = 1 - decay;
    }

    /// <summary>The settings of the market.</summary>
    public MarketEnvironmentSettings Settings { get; }

    /// <summary>Share of the way to the aim that is traded in a step.</summary>
    public double TradingRate { get; }

    /// <summary>The aim in units per unit of signal.</summary>
    public double AimPerSignal { get; }

    /// <summary>The share of the signal that remains after a step.</summary>
    public double Persistence { get; }

    /// <summary>The position to take, in units.</summary>
    /// <param name="position">The present position, in units.</param>
    /// <param name="signal">In standard deviations.</param>
    public double Target(double position, double signal) =>
        Math.Clamp(position + (TradingRate * ((AimPerSignal * signal) - position)), -Settings.PositionLimit, Settings.PositionLimit);

    /// <summary>Stationary mean reward per step, without a limit of the position, of any policy of this form.</summary>
    /// <param name="tradingRate">Greater than 0, at most 1.</param>
    /// <param name="aimPerSignal">In units per unit of signal.</param>
    public double MeanReward(double tradingRate, double aimPerSignal)
    {
        // Stationary moments of x' = (1 - r) x + r m f, with E f² = 1 and E f f' = p: E x f (withSignal), E x² (square), E (x' - x)² (trade).
        double keep = 1 - tradingRate;
        double pull = tradingRate * aimPerSignal;
        double withSignal = pull / (1 - (keep * Persistence));
        double square = ((2 * keep * pull * Persistence * withSignal) + (pull * pull)) / (1 - (keep * keep));
        double trade = tradingRate * tradingRate * ((aimPerSignal * aimPerSignal) - (2 * aimPerSignal * Persistence * withSignal) + square);
        double variance = Settings.PriceDeviation * Settings.PriceDeviation;
        return (Settings.SignalStrength * withSignal) - (Settings.RiskAversion * variance * square / 2) - (Settings.CostPerSquare * trade / 2);
    }
}
