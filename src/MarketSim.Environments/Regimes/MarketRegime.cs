namespace MarketSim.Environments.Regimes;

/// <summary>How the return of the next step depends on the signal.</summary>
public enum MarketRegime
{
    /// <summary>Prices go on with the signal.</summary>
    Trend,

    /// <summary>Prices go against the signal.</summary>
    Reversion,

    /// <summary>Prices know nothing of the signal: to trade only costs.</summary>
    Quiet,
}
