namespace MarketSim.Results.Tables;

/// <summary>The counters of <c>metrics.csv</c> since the start of the run, a column each, all of one length.</summary>
public sealed class CounterSamples
{
    /// <summary>Seconds since midnight of the first day.</summary>
    public List<double> TimeSeconds { get; } = [];

    /// <summary>Orders that arrived.</summary>
    public List<double> Orders { get; } = [];

    /// <summary>Orders cancelled.</summary>
    public List<double> Cancels { get; } = [];

    /// <summary>Orders amended.</summary>
    public List<double> Amendments { get; } = [];

    /// <summary>Trades.</summary>
    public List<double> Trades { get; } = [];

    /// <summary>Requests refused.</summary>
    public List<double> Refusals { get; } = [];

    /// <summary>Observations and requests exchanged between market and agents.</summary>
    public List<double> Messages { get; } = [];

    /// <summary>Number of samples.</summary>
    public int Count => TimeSeconds.Count;
}
