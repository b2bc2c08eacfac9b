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

    /// <summary>How fast fills fall with distance (k), per price; greater than 0.</summary>
    public double Decay { get; init; } = 1;

    /// <summary>Absolute risk aversion (gamma), per price times quantity; greater than 0.</summary>
    public double RiskAversion { get; init; } = 0.1;

    /// <summary>Greatest inventory on either side (Q); at the bound the quote that would lead beyond is not shown; at least 1.</summary>
    public int InventoryLimit { get; init; } = 4;

    /// <summary>Time between decisions; quotes stand still in between; greater than 0.</summary>
    public double StepDuration { get; init; } = 0.25;

    /// <summary>Decisions of an episode; at least 1.</summary>
    public int Steps { get; init; } = 120;

    /// <summary>Distances can be this far to either side of the risk-neutral one, in units of 1/k; greater than 0.</summary>
    public double DistanceRange { get; init; } = 3;

    /// <summary>Whether rewards hold the gains and losses of the mid, whose mean is 0.</summary>
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
