namespace MarketSim.Environments.Signals;

/// <summary>
/// A generated market with a predictable component: the price process, the size and half-life of its predictable part, the cost of trading, and the length
/// of an episode.
/// </summary>
public sealed record MarketEnvironmentSettings
{
    /// <summary>Standard deviation of a step's price change as a fraction of the initial price; greater than 0.</summary>
    public required double Volatility { get; init; }

    /// <summary>Deviation of the unpredictable part of a price change as a share of the whole; greater than 0, at most 1 (nothing is predictable).</summary>
    public required double NoiseLevel { get; init; }

    /// <summary>Steps in which the signal falls to half; greater than 0.</summary>
    public double SignalHalfLifeSteps { get; init; } = 20;

    /// <summary>Price at the start of an episode; greater than 0.</summary>
    public double InitialPrice { get; init; } = 100;

    /// <summary>Maximum position on either side, in units; greater than 0.</summary>
    public double PositionLimit { get; init; } = 100;

    /// <summary>
    /// Optimal position without costs at a signal of one standard deviation, as a share of the limit; greater than 0. Together with volatility and noise
    /// level it determines the risk aversion.
    /// </summary>
    public double MarkowitzShare { get; init; } = 0.3;

    /// <summary>Share of the way to its aim that the optimal policy trades in a step; greater than 0 and below 1. It determines the cost of trading.</summary>
    public double BestTradingRate { get; init; } = 0.2;

    /// <summary>Decisions of an episode; at least 1. The market continues after it: it truncates.</summary>
    public int EpisodeSteps { get; init; } = 390;

    /// <summary>Standard deviation of a step's price change, in price.</summary>
    public double PriceDeviation => Volatility * InitialPrice;

    /// <summary>Expected price change per unit of signal (B), in price.</summary>
    public double SignalStrength => PriceDeviation * Math.Sqrt(1 - (NoiseLevel * NoiseLevel));

    /// <summary>Risk aversion (gamma): the penalty on a position x is gamma sigma² x² / 2 per step.</summary>
    public double RiskAversion =>
        (NoiseLevel < 1 ? SignalStrength : PriceDeviation) / (MarkowitzShare * PositionLimit * PriceDeviation * PriceDeviation);

    /// <summary>Cost parameter (Lambda): a trade of d units costs Lambda d² / 2, half of its temporary impact Lambda d on every unit.</summary>
    public double CostPerSquare => RiskAversion * PriceDeviation * PriceDeviation * (1 - BestTradingRate) / (BestTradingRate * BestTradingRate);

    internal MarketEnvironmentSettings Checked()
    {
        SettingChecks.Positive(Volatility);
        SettingChecks.Positive(NoiseLevel);
        SettingChecks.InRange(NoiseLevel, 0, 1);
        SettingChecks.Positive(SignalHalfLifeSteps);
        SettingChecks.Positive(InitialPrice);
        SettingChecks.Positive(PositionLimit);
        SettingChecks.Positive(MarkowitzShare);
        SettingChecks.Positive(BestTradingRate);
        SettingChecks.InRange(BestTradingRate, 0, 0.999);
        SettingChecks.AtLeast(EpisodeSteps, 1);
        return this;
    }
}
