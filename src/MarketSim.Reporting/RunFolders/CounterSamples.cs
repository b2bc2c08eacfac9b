namespace MarketSim.Reporting.RunFolders;

/// <summary>The counters of <c>metrics.csv</c> since the start of the run, a column each, all of one length.</summary>
internal sealed class CounterSamples
{
    public List<double> TimeSeconds { get; } = [];

    public List<double> Orders { get; } = [];

    public List<double> Cancels { get; } = [];

    public List<double> Amendments { get; } = [];

    public List<double> Trades { get; } = [];

    public List<double> Refusals { get; } = [];

    public int Count => TimeSeconds.Count;
}
