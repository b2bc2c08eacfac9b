namespace MarketSim.Environments.Execution;

/// <summary>
/// A position to sell within a time, and the cost of selling it. The defaults are those of Almgren and Chriss 2000, section 4 (a million shares in five
/// days), in quarters of a day: there an even schedule costs 1.6 times the optimum.
/// </summary>
public sealed record ExecutionSettings
{
    /// <summary>Units to sell; greater than 0.</summary>
    public double Quantity { get; init; } = 1_000_000;

    /// <summary>Number of decisions; at least 2. The last one sells the remaining units.</summary>
    public int Steps { get; init; } = 20;

    /// <summary>Length of a step; any unit of time, the same as below; greater than 0.</summary>
    public double StepDuration { get; init; } = 0.25;

    /// <summary>Price per unit of quantity per unit of time (eta); greater than 0.</summary>
    public double TemporaryImpact { get; init; } = 2.5e-6;

    /// <summary>Deviation of the price over one unit of time (sigma); 0 or more.</summary>
    public double Volatility { get; init; } = 0.95;

    /// <summary>Price of a unit of variance of the proceeds, in proceeds (lambda); 0 or more.</summary>
    public double RiskAversion { get; init; } = 2e-6;

    /// <summary>True when rewards contain the gains and losses of the price, whose mean is 0.</summary>
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
