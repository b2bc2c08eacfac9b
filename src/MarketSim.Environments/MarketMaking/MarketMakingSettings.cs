namespace MarketSim.Environments.MarketMaking;

/// <summary>
/// The market of Avellaneda and Stoikov 2008: the mid is a Brownian motion, and a quote at a distance d from it is filled at the rate A exp(-k d),
/// one unit at a time. With the defaults, distances are in units of 1/k and time in units of 1/A; the best constant spread reaches less than
/// 85 % of the exact certainty equivalent.
/// </summary>
public sealed record MarketMakingSettings
{
    /// <summary>Deviation of the mid over one unit of time (sigma); 0 or more.</summary>
    public double Volatility { get; init; } = 0.75;

    /// <summary>Fills per unit of time of a quote at the mid (A); greater than 0.</summary>
    public double Intensity { get; init; } = 1;

    /// <summary>Decay of the fill rate with the distance (k), per unit of price; greater than 0.</summary>
    public double Decay { get; init; } = 1;

    /// <summary>Absolute risk aversion (gamma), per price times quantity; greater than 0.</summary>
    public double RiskAversion { get; init; } = 0.1;

    /// <summary>Maximum inventory on either side (Q), where the quote that would exceed it is withdrawn; at least 1.</summary>
    public int InventoryLimit { get; init; } = 4;

    /// <summary>Time between decisions, during which quotes are constant; greater than 0.</summary>
    public double StepDuration { get; init; } = 0.25;

    /// <summary>Decisions of an episode; at least 1.</summary>
    public int Steps { get; init; } = 120;

    /// <summary>Maximum deviation of distances from the risk-neutral one, in units of 1/k; greater than 0.</summary>
    public double DistanceRange { get; init; } = 3;

    /// <summary>True when rewards contain the gains and losses of the mid-price, whose mean is 0.</summary>
    public bool HasPriceNoise { get; init; } = true;

    internal MarketMakingSettings Checked()
    {
        SettingChecks.NonNegative(Volatility);
        SettingChecks.Positive(Intensity);
        SettingChecks.Positive(Decay);
        SettingChecks.Positive(RiskAversion);
        SettingChecks.AtLeast(InventoryLimit, 1);
        SettingChecks.Positive(StepDuration);
        SettingChecks.AtLeast(Steps, 1);
        SettingChecks.Positive(DistanceRange);
        return this;
    }
}
