namespace MarketSim.Environments.Execution;

/// <summary>
/// A position to be sold within a time, and what that costs. The defaults are those of Almgren and Chriss 2000, section 4 (a million shares in five
/// days), in quarters of a day: there an even schedule costs 1.6 times the optimum.
/// </summary>
public sealed record ExecutionSettings
{
    /// <summary>Units to sell; greater than 0.</summary>
    public double Quantity { get; init; } = 1_000_000;

    /// <summary>Decisions; at least 2. What is left at the last one is sold there.</summary>
    public int Steps { get; init; } = 20;

    /// <summary>Length of a step; any unit of time, the same as below; greater than 0.</summary>
    public double StepDuration { get; init; } = 0.25;

    /// <summary>Price per unit of quantity per unit of time (eta); greater than 0.</summary>
    public double TemporaryImpact { get; init; } = 2.5e-6;

    /// <summary>Deviation of the price over one unit of time (sigma); 0 or more.</summary>
    public double Volatility { get; init; } = 0.95;

    /// <summary>What a unit of variance of the proceeds is worth in proceeds (lambda); 0 or more.</summary>
    public double RiskAversion { get; init; } = 2e-6;

    /// <summary>Whether rewards hold the gains and losses of the price, whose mean is 0.</summary>
    public bool HasPriceNoise { get; init; } = true;

    internal ExecutionSettings Checked()
    {
        SettingChecks.Positive(Quantity);
        SettingChecks.AtLeast(Steps, 2);
        SettingChecks.Positive(StepDuration);
        SettingChecks.Positive(TemporaryImpact);
        SettingChecks.NonNegative(Volatility);
        SettingChecks.NonNegative(RiskAversion);
        return this;
    }
}
