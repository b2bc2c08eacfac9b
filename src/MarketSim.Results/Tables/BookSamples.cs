namespace MarketSim.Results.Tables;

/// <summary>The best prices of <c>book.csv</c>, a column each, all of one length; NaN where a cell was empty.</summary>
public sealed class BookSamples
{
    /// <summary>Seconds since midnight of the first day.</summary>
    public List<double> TimeSeconds { get; } = [];

    /// <summary>Highest price bid, in currency.</summary>
    public List<double> Bid { get; } = [];

    /// <summary>Lowest price asked, in currency.</summary>
    public List<double> Ask { get; } = [];

    /// <summary>Between the two, in currency.</summary>
    public List<double> Mid { get; } = [];

    /// <summary>Price of the last trade, in currency.</summary>
    public List<double> Last { get; } = [];

    /// <summary>Shares traded since the start of the run.</summary>
    public List<double> CumulativeVolume { get; } = [];

    /// <summary>Fundamental value, in currency.</summary>
    public List<double> Fundamental { get; } = [];

    /// <summary>Lowest price among the sampled levels of a row.</summary>
    public List<double> LowestLevel { get; } = [];

    /// <summary>Highest price among the sampled levels of a row.</summary>
    public List<double> HighestLevel { get; } = [];

    /// <summary>Levels per side that the file has columns for; 0 when it has none.</summary>
    public int LevelCount { get; init; }

    /// <summary>Number of samples.</summary>
    public int Count => TimeSeconds.Count;
}
