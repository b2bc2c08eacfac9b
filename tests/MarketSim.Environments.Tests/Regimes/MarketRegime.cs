namespace MarketSim.Environments.Tests.Regimes;

/// <summary>The dependence of the next step's return on the signal.</summary>
internal enum MarketRegime
{
    /// <summary>The expected return has the sign of the signal.</summary>
    Trend,

    /// <summary>The expected return has the opposite sign.</summary>
    Reversion,

    /// <summary>Returns do not depend on the signal: trading only costs.</summary>
    Quiet,
}
