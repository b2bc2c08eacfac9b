namespace MarketSim.Environments.Tests.Regimes;

/// <summary>
/// A market of two time scales: a fast signal changes from step to step, and its meaning, the regime, is drawn again with each slow bar and announced only at
/// its beginning.
/// </summary>
internal sealed record RegimeMarketSettings
{
    /// <summary>The largest absolute value of the signal.</summary>
    public const int MaxSignal = 2;

    /// <summary>Number of regimes.</summary>
    internal const int Regimes = 3;

    /// <summary>Number of positions: short, none and long.</summary>
    internal const int Positions = 3;

    /// <summary>Steps of a slow bar, at least 2.</summary>
    public int BarSteps { get; init; } = 32;

    /// <summary>Slow bars of an episode, at least 1.</summary>
    public int Bars { get; init; } = 8;

    /// <summary>Probability that a bar has the regime of the one before; the other two are equally likely.</summary>
    public double RegimeStays { get; init; } = 0.4;

    /// <summary>Probability that the signal stays as it is for a step; otherwise it moves up or down by one.</summary>
    public double SignalStays { get; init; } = 0.6;

    /// <summary>Expected return of a step for each unit of the signal, in a trend.</summary>
    public double Strength { get; init; } = 0.5;

    /// <summary>Standard deviation of a step's return.</summary>
    public double Noise { get; init; } = 1;

    /// <summary>Cost of each unit by which the position changes.</summary>
    public double Cost { get; init; } = 0.1;

    internal RegimeMarketSettings Checked()
    {
        SettingChecks.AtLeast(BarSteps, 2, nameof(BarSteps));
        SettingChecks.AtLeast(Bars, 1, nameof(Bars));
        SettingChecks.InRange(RegimeStays, 0, 1, nameof(RegimeStays));
        SettingChecks.InRange(SignalStays, 0, 1, nameof(SignalStays));
        SettingChecks.NonNegative(Strength, nameof(Strength));
        SettingChecks.NonNegative(Noise, nameof(Noise));
        SettingChecks.NonNegative(Cost, nameof(Cost));
        return this;
    }

    /// <summary>Expected return of a step.</summary>
    public double MeanReturn(MarketRegime regime, int signal) => regime switch
    {
        MarketRegime.Trend => Strength * signal,
        MarketRegime.Reversion => -Strength * signal,
        _ => 0,
    };

    /// <summary>Probability of the next step's signal.</summary>
    public double SignalProbability(int signal, int next)
    {
        double move = (1 - SignalStays) / 2;
        int distance = Math.Abs(next - signal);
        bool isAtBound = Math.Abs(signal) == MaxSignal;
        return distance switch
        {
            0 => SignalStays + (isAtBound ? move : 0),
            1 => move,
            _ => 0,
        };
    }

    /// <summary>Probability of the next bar's regime.</summary>
    public double RegimeProbability(MarketRegime regime, MarketRegime next) => regime == next ? RegimeStays : (1 - RegimeStays) / 2;
}
