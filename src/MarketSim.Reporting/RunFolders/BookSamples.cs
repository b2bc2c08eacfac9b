namespace MarketSim.Reporting.RunFolders;

/// <summary>The best prices of <c>book.csv</c>, a column each, all of one length; NaN where a cell was empty.</summary>
internal sealed class BookSamples
{
    public List<double> TimeSeconds { get; } = [];

    public List<double> Bid { get; } = [];

    public List<double> Ask { get; } = [];

    public List<double> Mid { get; } = [];

    public List<double> Last { get; } = [];

    /// <summary>Shares traded since the start of the run.</summary>
    public List<double> CumulativeVolume { get; } = [];

    public List<double> Fundamental { get; } = [];

    /// <summary>Lowest price among the sampled levels of a row.</summary>
    public List<double> LowestLevel { get; } = [];

    /// <summary>Highest price among the sampled levels of a row.</summary>
    public List<double> HighestLevel { get; } = [];

    /// <summary>Levels per side that the file has columns for; 0 when it has none.</summary>
    public int LevelCount { get; init; }

    public int Count => TimeSeconds.Count;
}
